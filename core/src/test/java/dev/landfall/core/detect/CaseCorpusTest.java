package dev.landfall.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.fallback.FallbackCases;
import dev.landfall.core.judge.Judge;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.policy.Match;
import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.PolicyException;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Workload;
import dev.landfall.core.testkit.Samples;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Walks every rule and its folder of cases. A case is lines of {@code key = value}: what a call (or
 * a change, or an object) was like, and the Regions of the grounds the folder's rule must give,
 * {@code -} for a ground without a Region, nothing for silence.
 */
class CaseCorpusTest {
  private static Path folder() {
    try {
      return Path.of(Objects.requireNonNull(CaseCorpusTest.class.getResource("/cases")).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  @Test
  void every_rule_has_a_folder_with_firing_and_silent_cases_and_no_folder_is_left_over()
      throws IOException {
    Set<String> folders = new HashSet<>();
    list(folder()).forEach(path -> folders.add(String.valueOf(path.getFileName())));
    List<String> ids = Detectors.all().stream().map(DetectorSpec::id).toList();
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    assertThat(folders).containsExactlyInAnyOrderElementsOf(ids);
    for (String id : ids) {
      List<Boolean> fires = new ArrayList<>();
      for (Path path : list(folder().resolve(id))) {
        fires.add(!read(path).getOrDefault("grounds", "").isEmpty());
      }
      assertThat(fires).as(id).contains(true, false);
    }
  }

  @Test
  void a_spec_without_triage_is_refused() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> new DetectorSpec("bad", 1, "t", Severity.INFO, "w", "b", " "))
        .hasMessageContaining("'bad'");
  }

  @TestFactory
  List<DynamicTest> each_case_gives_the_grounds_it_expects() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path rule : list(folder())) {
      for (Path path : list(rule)) {
        String id = String.valueOf(rule.getFileName());
        if (read(path).containsKey("episodes")) {
          continue; // minutes in order: the rule's own package walks these
        }
        tests.add(DynamicTest.dynamicTest(id + "/" + path.getFileName(), () -> check(id, path)));
      }
    }
    return tests;
  }

  private static void check(String rule, Path path) throws IOException {
    Map<String, String> c = read(path);
    if (c.containsKey("minutes")) {
      EpisodeCases.check(rule, c);
      return;
    }
    if (c.containsKey("calls")) {
      assertThat(FallbackCases.regions(c)).isEqualTo(texts(c, "grounds"));
      return;
    }
    List<Ground> grounds = new ArrayList<>();
    if (isEvidence(c)) {
      grounds.addAll(evidence(c));
    } else {
      Judgement j = judged(c);
      assertThat(j.verdict().name()).isEqualTo(c.get("verdict"));
      assertThat(j.placement().name()).isEqualTo(c.get("placement"));
      assertThat(j.rules().contains(rule)).isEqualTo(!c.getOrDefault("grounds", "").isEmpty());
      grounds.addAll(j.grounds());
    }
    grounds.removeIf(ground -> !ground.rule().equals(rule));
    List<String> regions =
        grounds.stream().map(g -> g.region() == null || isEvidence(c) ? "-" : g.region()).toList();
    assertThat(regions).isEqualTo(texts(c, "grounds"));
    for (Ground ground : grounds) {
      assertThat(ground.findingId()).matches("[0-9a-f]{16}");
      if (c.containsKey("severity")) {
        assertThat(ground.severity().id()).isEqualTo(c.get("severity"));
      }
      if (c.containsKey("subject")) {
        assertThat(ground.subject()).isEqualTo(c.get("subject"));
      }
    }
  }

  private static Judgement judged(Map<String, String> c) {
    String source = Objects.requireNonNull(c.get("source"));
    Samples.CallSample call = Samples.call("case").source(source).model(c.get("model"));
    boolean silent = !c.containsKey("trail") && !c.containsKey("log");
    if (c.containsKey("trail") || silent) {
      call.api(
          d -> {
            d.inferenceRegion = c.get("trail");
            d.errorCode = c.get("error");
            d.principal = principal(c);
          });
    }
    if (c.containsKey("log")) {
      call.log(
          d -> {
            d.inferenceRegion = c.get("log");
            d.principal = principal(c);
          });
    }
    return new Judge(policy(c), Catalogue.shipped()).judge(call.build());
  }

  private static String principal(Map<String, String> c) {
    String principal = c.getOrDefault("principal", Samples.CALLER);
    return principal.isEmpty() ? null : principal;
  }

  private static PolicyHistory policy(Map<String, String> c) {
    Match match = Samples.contactCentre("*").match();
    Workload workload =
        new Workload(
            "contact-centre",
            null,
            null,
            match,
            Places.of(texts(c, "allowed")),
            texts(c, "forbid"),
            null);
    List<PolicyException> exceptions = new ArrayList<>();
    List<String> x = texts(c, "exception");
    if (!x.isEmpty()) {
      exceptions.add(
          new PolicyException(
              x.get(0),
              "contact-centre",
              Places.of(x.get(1)),
              "moving house",
              "the board",
              LocalDate.parse(x.get(2)),
              LocalDate.parse(x.get(3))));
    }
    return new PolicyHistory(List.of(Samples.policyOf(List.of(workload), List.of(), exceptions)));
  }

  private static boolean isEvidence(Map<String, String> c) {
    return c.containsKey("change") || c.containsKey("object") || c.containsKey("late");
  }

  private static List<Ground> evidence(Map<String, String> c) {
    if (c.containsKey("late")) {
      LakeRow row =
          new LakeRow(LakeTable.LATE)
              .set("account", Samples.ACCOUNT)
              .set("kind", c.get("late"))
              .setMillis("event_at", Samples.NOON);
      return EvidenceGrounds.ofLate(row).stream().toList();
    }
    if (c.containsKey("change")) {
      LakeRow row =
          new LakeRow(LakeTable.CHANGES)
              .set("partition", "aws")
              .set("account", Samples.ACCOUNT)
              .set("region", Samples.SYDNEY)
              .set("event_id", "e")
              .set("change", c.get("change"))
              .set("error_code", c.get("error"))
              .set("detail", c.get("detail"))
              .setMillis("changed_at", Samples.NOON);
      return EvidenceGrounds.ofChange(row).stream().toList();
    }
    LakeRow row =
        new LakeRow(LakeTable.OBJECTS)
            .set("uri", "logs/x")
            .set("kind", "cloudtrail")
            .set("status", c.get("object"))
            .set("reason", c.get("reason"))
            .setMillis("first_seen_at", Samples.NOON);
    return EvidenceGrounds.ofObject(row).stream().toList();
  }

  private static Map<String, String> read(Path path) throws IOException {
    Map<String, String> values = new TreeMap<>();
    for (String line : Files.readAllLines(path)) {
      int equals = line.indexOf('=');
      if (!line.startsWith("#") && equals > 0) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return values;
  }

  private static List<String> texts(Map<String, String> c, String key) {
    String text = c.getOrDefault(key, "");
    return text.isEmpty() ? List.of() : List.of(text.split(" +"));
  }
}
