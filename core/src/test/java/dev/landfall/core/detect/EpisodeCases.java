package dev.landfall.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.detect.episode.Episode;
import dev.landfall.core.detect.episode.EpisodeRule;
import dev.landfall.core.detect.episode.EpisodeTable;
import dev.landfall.core.detect.episode.Episodes;
import dev.landfall.core.detect.latency.LatencyRegression;
import dev.landfall.core.detect.mix.RegionMixDrift;
import dev.landfall.core.policy.Match;
import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Workload;
import dev.landfall.core.testkit.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Cases of rules with episodes. {@code minutes} are runs of {@code count*figures}, {@code -} for
 * silent ones; {@code late} is {@code minute*figures}, added after a first look; {@code repeated}
 * adds everything, takes it back and adds it again. {@code grounds} is how the latest episode
 * stands.
 */
final class EpisodeCases {
  private static final long MINUTE = 60_000;

  private EpisodeCases() {}

  static void check(String rule, Map<String, String> c) {
    EpisodeRule tested = rule(rule, c);
    EpisodeTable table = new EpisodeTable();
    long end = add(table, c, 1);
    if (c.containsKey("repeated")) {
      table.episodes(tested, end);
      add(table, c, -1);
      assertThat(table.episodes(tested, end).isEmpty()).isTrue();
      add(table, c, 1);
    }
    if (c.containsKey("late")) {
      assertThat(table.episodes(tested, end).isEmpty()).isTrue();
      for (String late : c.getOrDefault("late", "").split(" +")) {
        table.add(Samples.NOON + count(late) * MINUTE, figures(late, 1));
      }
    }
    Episodes found = table.episodes(tested, end);
    Episode latest = found.latest();
    String stands = latest == null ? "" : found.stands() ? "open" : "ended";
    assertThat(stands).isEqualTo(c.getOrDefault("grounds", ""));
    if (latest != null && c.containsKey("severity")) {
      assertThat(latest.severity().id()).isEqualTo(c.get("severity"));
    }
    if (latest != null) {
      assertThat(tested.tell(latest).value()).contains(c.getOrDefault("value", ""));
      assertThat(tested.tell(latest).limit()).isNotBlank();
    }
  }

  private static EpisodeRule rule(String id, Map<String, String> c) {
    return switch (id) {
      case "region-mix-drift" -> new RegionMixDrift(policy(c), "contact-centre");
      case "latency-regression" -> new LatencyRegression();
      default -> throw new AssertionError("no rule with episodes is called " + id);
    };
  }

  private static PolicyHistory policy(Map<String, String> c) {
    String expected = c.get("expected");
    return Samples.policy(
        new Workload(
            "contact-centre",
            null,
            null,
            Match.everything(),
            Places.anywhere(),
            List.of(),
            null,
            expected == null ? null : Double.valueOf(expected)));
  }

  private static long add(EpisodeTable table, Map<String, String> c, int sign) {
    long at = Samples.NOON;
    for (String run : c.getOrDefault("minutes", "").split(" +")) {
      for (int n = count(run); n > 0; n--, at += MINUTE) {
        if (!run.endsWith("*-")) {
          table.add(at, figures(run, sign));
        }
      }
    }
    return at;
  }

  private static int count(String run) {
    return Integer.parseInt(run.substring(0, run.indexOf('*')));
  }

  private static long[] figures(String run, int sign) {
    return Arrays.stream(run.substring(run.indexOf('*') + 1).split(","))
        .mapToLong(figure -> sign * Long.parseLong(figure))
        .toArray();
  }
}
