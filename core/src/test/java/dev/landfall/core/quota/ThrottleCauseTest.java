package dev.landfall.core.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.policy.AppliedQuota;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Episodes written by hand, each with the quota that must be named and the figures that must say
 * so. A case is lines of {@code key = value}; a line that begins with {@code call} is {@code call
 * caller from to settled reserved limit}, seconds and tokens, {@code -} for not known, and one that
 * begins with {@code refused} is {@code refused caller second count limit}.
 */
class ThrottleCauseTest {
  private static final QuotaKey KEY = new QuotaKey("1", "us-west-2", "m", "cross-region");

  @TestFactory
  List<DynamicTest> each_episode_names_its_quota_and_says_why() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path path : cases()) {
      tests.add(DynamicTest.dynamicTest(String.valueOf(path.getFileName()), () -> check(path)));
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(10);
    return tests;
  }

  private static List<Path> cases() throws IOException, URISyntaxException {
    Path folder =
        Path.of(
            Objects.requireNonNull(ThrottleCauseTest.class.getResource("/throttle-episodes"))
                .toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void check(Path path) throws IOException {
    Map<String, String> words = new TreeMap<>();
    QuotaLedger ledger = new QuotaLedger();
    for (String line : Files.readAllLines(path)) {
      String[] parts = line.strip().split(" +");
      if (parts[0].equals("call")) {
        ledger.add(call(parts));
      } else if (parts[0].equals("refused")) {
        for (int n = Integer.parseInt(parts[3]); n > 0; n--) {
          ledger.add(refused(parts));
        }
      } else if (line.contains("=") && !line.startsWith("#")) {
        int equals = line.indexOf('=');
        words.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    ThrottleVerdict verdict =
        ThrottleVerdict.of(
            ledger, ledger.heldMinutes(), applied(words), QuotaWindow.of(words.get("window")));
    assertThat(verdict).isNotNull();
    assertThat(verdict.kind().id()).isEqualTo(words.get("verdict"));
    assertThat(verdict.words()).contains(Objects.requireNonNull(words.get("says")));
    if (words.containsKey("held")) {
      assertThat(ThrottleVerdict.callers(verdict.shares())).isEqualTo(words.get("held"));
    }
  }

  @Test
  void beside_mantle_s_output_quota_nobody_can_say_it_was_shared_capacity() {
    QuotaLedger ledger = new QuotaLedger();
    ledger.add(refused("refused a 10 20 2_000".split(" ")));
    AppliedQuota input =
        new AppliedQuota("1", "us-west-2", "m", AppliedQuota.MANTLE, 500_000L, null, null, null);
    AppliedQuota both =
        new AppliedQuota("1", "us-west-2", "m", AppliedQuota.MANTLE, 500_000L, null, null, 9_000L);
    assertThat(verdict(ledger, input).kind()).isEqualTo(ThrottleKind.SHARED_CAPACITY);
    assertThat(verdict(ledger, both).kind()).isEqualTo(ThrottleKind.UNKNOWN);
    assertThat(verdict(ledger, both).words())
        .contains("the use of the output quota of 9,000 tokens a minute is not known");
  }

  private static ThrottleVerdict verdict(QuotaLedger ledger, AppliedQuota applied) {
    return Objects.requireNonNull(
        ThrottleVerdict.of(ledger, ledger.heldMinutes(), applied, QuotaWindow.ROLLING));
  }

  private static AppliedQuota applied(Map<String, String> words) {
    AppliedQuota applied =
        new AppliedQuota(
            "1",
            "us-west-2",
            "m",
            "cross-region",
            number(words.get("tokens")),
            number(words.get("requests")),
            number(words.get("day")),
            null);
    return applied.isEmpty() ? null : applied;
  }

  private static QuotaUse call(String[] parts) {
    return new QuotaUse(
        KEY,
        parts[1],
        seconds(parts[2]),
        seconds(parts[3]),
        number(parts[4]),
        number(parts[5]),
        number(parts[6]),
        false,
        QuotaUse.Output.TOGETHER,
        false);
  }

  private static QuotaUse refused(String[] parts) {
    long at = seconds(parts[2]);
    return new QuotaUse(
        KEY, parts[1], at, at, 0L, 0L, number(parts[4]), false, QuotaUse.Output.TOGETHER, true);
  }

  private static long seconds(String text) {
    return Long.parseLong(text.replace("_", "")) * 1000;
  }

  private static Long number(String text) {
    return text == null || text.equals("-") ? null : Long.valueOf(text.replace("_", ""));
  }

  @Test
  void no_kind_s_word_is_like_another() {
    assertThat(Stream.of(ThrottleKind.values()).map(ThrottleKind::id))
        .doesNotHaveDuplicates()
        .allMatch(word -> word.equals(word.toLowerCase(Locale.ROOT)));
  }
}
