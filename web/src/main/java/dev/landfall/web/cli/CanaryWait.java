package dev.landfall.web.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.landfall.core.canary.Planting;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.reports.canary.Canaries;
import dev.landfall.reports.canary.Canaries.Result;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.lake.LakeUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the lake holds what came of planted canaries.
 *
 * <p>The receipts show with the checkpoint after the sinks' answers, so the wait is longer than the
 * time the canary itself has. What has not shown by then is "waiting": it cannot be said.
 */
final class CanaryWait {
  private static final long LOOK_MILLIS = 500;
  private static final Duration MARGIN = Duration.ofSeconds(15);

  private final LandfallConfig config;
  private final Io io;
  private final List<Planting> planted;
  private final Map<String, String> notPlanted;
  private final Map<String, Result> results = new TreeMap<>();

  CanaryWait(LandfallConfig config, Io io, List<Planting> planted, Map<String, String> notPlanted) {
    this.config = config;
    this.io = io;
    this.planted = planted;
    this.notPlanted = notPlanted;
  }

  void untilKnown() throws IOException, InterruptedException {
    boolean folder = config.lake() instanceof LakePlace.Folder;
    Duration publishes =
        folder ? config.job().checkpointInterval() : config.cluster().checkpointInterval();
    Instant end =
        io.clock()
            .instant()
            .plusMillis(planted.stream().mapToLong(Planting::withinMillis).max().orElse(0))
            .plus(publishes.multipliedBy(2))
            .plus(MARGIN);
    do {
      look();
      if (planted.stream().allMatch(each -> settled(outcome(each)))) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } while (io.clock().instant().isBefore(end));
  }

  private void look() throws IOException {
    try (ReadableLake place = ReadableLake.now(config, io);
        Lake lake = Lake.open(place.folder(), LakeOptions.besideTheJob())) {
      Canaries.read(lake).forEach(result -> results.put(result.id(), result));
    } catch (LakeUnavailable notYet) {
      // the first version comes with the job's first checkpoint
    }
  }

  private static boolean settled(String outcome) {
    return !outcome.equals("waiting");
  }

  private String outcome(Planting planting) {
    Result result = results.get(planting.id());
    // Its record may be in the lake before the job has read that it was planted.
    return result == null || result.outcome().equals("not ours") ? "waiting" : result.outcome();
  }

  int exit() {
    boolean unseen = planted.stream().anyMatch(each -> !settled(outcome(each)));
    if (planted.isEmpty() || !notPlanted.isEmpty() || unseen) {
      return Exit.CANNOT_SAY;
    }
    return planted.stream().allMatch(each -> outcome(each).equals("told"))
        ? Exit.FINE
        : Exit.FINDINGS;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Planting each : planted) {
      Result result = results.get(each.id());
      text.append(each.source()).append(": ").append(outcome(each));
      if (result != null && result.delayMillis() != null) {
        text.append(", ").append(result.delayMillis()).append(" ms from planting to the last of ");
        text.append(result.sinks()).append(result.sinks() == 1 ? " sink" : " sinks");
      } else if (result != null && result.reason() != null) {
        text.append(", ").append(result.reason());
      }
      text.append(" (").append(each.id()).append(")\n");
    }
    notPlanted.forEach((source, why) -> text.append(source).append(": not planted\n"));
    return text.toString();
  }

  String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode all = root.putArray("canaries");
    for (Planting each : planted) {
      Result result = results.get(each.id());
      ObjectNode one = all.addObject();
      one.put("canary_id", each.id());
      one.put("source", each.source());
      one.put("planted_at", Instant.ofEpochMilli(each.plantedAt()).toString());
      one.put("within_ms", each.withinMillis());
      one.put("outcome", outcome(each));
      one.put("delay_ms", result == null ? null : result.delayMillis());
      one.put("sinks", result == null ? 0 : result.sinks());
      one.put("accepted", result == null ? 0 : result.accepted());
      one.put("reason", result == null ? null : result.reason());
    }
    ArrayNode none = root.putArray("not_planted");
    notPlanted.forEach((source, why) -> none.addObject().put("source", source).put("reason", why));
    try {
      return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own answer cannot be written as JSON", e);
    }
  }
}
