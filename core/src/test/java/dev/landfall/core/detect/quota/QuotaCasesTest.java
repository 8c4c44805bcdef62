package dev.landfall.core.detect.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.episode.Episode;
import dev.landfall.core.detect.episode.EpisodeRule;
import dev.landfall.core.detect.episode.EpisodeTable;
import dev.landfall.core.detect.episode.Episodes;
import dev.landfall.core.detect.episode.Telling;
import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaUse;
import dev.landfall.core.testkit.Samples;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The cases of both rules, minute by minute. A line that begins with {@code minute} is {@code
 * minute number calls settled reserved throttled}: calls of a caller {@code a} that last two
 * seconds each, with tokens each, {@code -} for not known, and throttled ones beside them; a sixth
 * number is the second in which all begin. {@code episodes} is what must be found: first minute,
 * last one over the limit, severity and {@code open} or the minute it ended with. Each case is told
 * three times: in order, in another order with every call repeated and taken back, and with half of
 * it late.
 */
class QuotaCasesTest {
  private static final long START = Samples.NOON;
  private static final long MINUTE = 60_000;

  @TestFactory
  List<DynamicTest> each_case_finds_its_episodes_however_its_calls_come() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (String rule : List.of(QuotaPressure.SPEC.id(), ThrottleRatio.SPEC.id())) {
      for (Path path : cases(rule)) {
        tests.add(
            DynamicTest.dynamicTest(rule + "/" + path.getFileName(), () -> check(rule, path)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(12);
    return tests;
  }

  private static List<Path> cases(String rule) throws IOException, URISyntaxException {
    var folder = Objects.requireNonNull(QuotaCasesTest.class.getResource("/cases/" + rule)).toURI();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files.sorted().toList();
    }
  }

  private static void check(String rule, Path path) throws IOException {
    Map<String, String> words = new TreeMap<>();
    List<QuotaUse> uses = new ArrayList<>();
    String row = "cross-region";
    for (String line : Files.readAllLines(path)) {
      if (line.startsWith("row = mantle")) {
        row = "mantle";
      }
      if (line.startsWith("minute ")) {
        uses.addAll(minute(line.strip().split(" +"), row));
      } else if (line.contains("=") && !line.startsWith("#")) {
        int equals = line.indexOf('=');
        words.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    QuotaKey key = new QuotaKey(Samples.ACCOUNT, Samples.AUCKLAND, Samples.SONNET, row);
    PolicyHistory policy = policy(key, words);
    String expected = Objects.requireNonNull(words.get("episodes"));
    Random chance = new Random(7);
    for (int way = 0; way < 3; way++) {
      Told told = told(rule, key, policy, uses, way, chance);
      assertThat(told.text()).as("way %d", way).isEqualTo(expected);
      if (words.containsKey("value")) {
        assertThat(told.words().value()).contains(words.get("value"));
      }
      if (words.containsKey("cause")) {
        assertThat(told.words().cause()).contains(words.get("cause"));
      }
      if (words.containsKey("limit")) {
        assertThat(told.words().limit()).isEqualTo(words.get("limit"));
      }
    }
  }

  private record Told(String text, Telling words) {}

  private static Told told(
      String rule,
      QuotaKey key,
      PolicyHistory policy,
      List<QuotaUse> uses,
      int way,
      Random chance) {
    QuotaLedger ledger = new QuotaLedger();
    EpisodeTable table = new EpisodeTable();
    Terms terms = new Terms(key, ledger, policy, Catalogue.shipped());
    List<QuotaUse> order = new ArrayList<>(uses);
    if (way > 0) {
      Collections.shuffle(order, chance);
    }
    int half = way == 2 ? order.size() / 2 : order.size();
    for (QuotaUse use : order.subList(0, half)) {
      ledger.add(use);
      if (way == 1) {
        ledger.add(use);
        ledger.retract(use);
      }
    }
    look(rule, terms, table);
    order.subList(half, order.size()).forEach(ledger::add);
    look(rule, terms, table);
    EpisodeRule asked =
        rule.equals(QuotaPressure.SPEC.id()) ? new QuotaPressure(terms) : new ThrottleRatio(terms);
    Long last = table.lastMinute();
    Episodes found = table.episodes(asked, last == null ? 0 : last + MINUTE);
    Episode latest = found.latest();
    StringBuilder text = new StringBuilder();
    for (Episode each : EpisodeTable.each(asked, minutes(terms, rule))) {
      text.append(text.length() == 0 ? "" : ", ").append(number(each.from())).append('-');
      text.append(number(each.lastOver())).append(' ').append(each.severity().id());
      Long to = each.to();
      text.append(to == null ? " open" : " ended " + number(to));
    }
    if (latest != null) {
      assertThat(text).endsWith(latest.to() == null ? "open" : "ended " + number(latest.to()));
    } else {
      assertThat(text).isEmpty();
    }
    return new Told(text.toString(), latest == null ? new Telling("", "", "") : asked.tell(latest));
  }

  private static TreeMap<Long, long[]> minutes(Terms terms, String rule) {
    TreeMap<Long, long[]> minutes = new TreeMap<>();
    TreeSet<Long> all = new TreeSet<>(terms.ledger().heldMinutes());
    terms.ledger().heldMinutes().forEach(at -> all.add(at + MINUTE));
    for (long at : all) {
      long[] figures =
          rule.equals(QuotaPressure.SPEC.id())
              ? new QuotaPressure(terms).figures(terms.ledger().minute(at))
              : ThrottleRatio.figures(terms.ledger().minute(at));
      minutes.put(at, figures);
    }
    return minutes;
  }

  private static void look(String rule, Terms terms, EpisodeTable table) {
    if (rule.equals(QuotaPressure.SPEC.id())) {
      QuotaRules.pressure(terms, terms.ledger().dirtyMinutes(), table);
    } else {
      QuotaRules.throttles(terms, terms.ledger().dirtyMinutes(), table);
    }
    terms.ledger().clean();
  }

  private static long number(long at) {
    return (at - START) / MINUTE;
  }

  private static List<QuotaUse> minute(String[] parts, String row) {
    QuotaKey key = new QuotaKey(Samples.ACCOUNT, Samples.AUCKLAND, Samples.SONNET, row);
    List<QuotaUse> uses = new ArrayList<>();
    long at = START + Long.parseLong(parts[1]) * MINUTE;
    int calls = Integer.parseInt(parts[2]);
    int throttled = Integer.parseInt(parts[5]);
    for (int i = 0; i < calls; i++) {
      long start = at + (parts.length > 6 ? Long.parseLong(parts[6]) : i % 50) * 1_000;
      Long tokens = number(parts[3]);
      uses.add(
          new QuotaUse(
              key,
              "a",
              start,
              start + 2_000,
              tokens,
              number(parts[4]),
              number(parts[4]),
              false,
              row.equals("mantle") ? new QuotaUse.Output(true, tokens) : QuotaUse.Output.TOGETHER,
              false));
    }
    for (int i = 0; i < throttled; i++) {
      long start = at + 20_000 + i % 30 * 1_000;
      uses.add(
          new QuotaUse(
              key, "a", start, start, 0L, 0L, null, false, QuotaUse.Output.TOGETHER, true));
    }
    return uses;
  }

  private static PolicyHistory policy(QuotaKey key, Map<String, String> words) {
    AppliedQuota applied =
        new AppliedQuota(
            key.account(),
            key.sourceRegion(),
            key.model(),
            key.quotaRow(),
            number(words.get("tokens")),
            number(words.get("requests")),
            number(words.get("day")),
            number(words.get("output")));
    List<AppliedQuota> quotas = applied.isEmpty() ? List.of() : List.of(applied);
    return new PolicyHistory(List.of(Samples.policyOf(List.of(), quotas, List.of())));
  }

  private static Long number(String text) {
    return text == null || text.equals("-") ? null : Long.valueOf(text.replace("_", ""));
  }
}
