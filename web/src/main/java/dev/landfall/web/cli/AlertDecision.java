package dev.landfall.web.cli;

import dev.landfall.core.alert.Decision;
import dev.landfall.ingest.config.LakePlace;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.reports.alerts.AlertList;
import dev.landfall.reports.control.ControlFolder;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** A decision of a person about alerts: who and why, and how it gets on record. */
abstract class AlertDecision extends ConfiguredVerb {
  @Option(
      names = "--by",
      required = true,
      paramLabel = "NAME",
      description = "Who decides; stands in the lake and in evidence, never in a message.")
  private String by = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, up to 500 characters.")
  private String reason = "";

  AlertDecision(Io io) {
    super(io);
  }

  final String by() {
    return by;
  }

  final String reason() {
    return reason;
  }

  /** About one thing, and from now on. */
  final Decision about(String id, Decision.Kind kind, Instant now) {
    return Decision.of(kind, ControlFolder.newId(kind, now), id, by, reason, now.toEpochMilli());
  }

  /** The whole id of the one alert that begins so. */
  final String whole(LandfallConfig setup, String id) throws Exception {
    List<String> found;
    try (ReadableLake place = ReadableLake.now(setup, io);
        Lake open = Lake.open(place.folder(), LakeOptions.standard())) {
      found =
          AlertList.read(open).stream()
              .map(AlertList.Entry::id)
              .filter(each -> each.startsWith(id))
              .toList();
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new WrongUsage(
        found.isEmpty()
            ? "no alert has the id '" + id + "'; 'landfall alert list --all' shows them"
            : "several alerts begin with '" + id + "': " + String.join(", ", found));
  }

  /** Puts it on record; what is refused of it was the caller's to give. */
  final int write(LakePlace lake, Supplier<Decision> wanted) throws IOException, WrongUsage {
    Decision decision = checked(wanted);
    LakeControl.of(lake).write(decision);
    io.data(decision.id() + "\n");
    io.say(
        "on record; a running service acts on it within a second, and the lists show it with the"
            + " next version of the lake");
    return Exit.FINE;
  }

  private static Decision checked(Supplier<Decision> wanted) throws WrongUsage {
    try {
      return wanted.get();
    } catch (ArithmeticException | java.time.DateTimeException e) {
      throw new WrongUsage("--from and --for lead to a time too far away");
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(String.valueOf(e.getMessage()));
    }
  }
}
