package dev.landfall.web.cli;

import dev.landfall.core.alert.Decision;
import dev.landfall.ingest.config.LandfallConfig;
import java.time.Instant;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "alert",
    description = "See alerts and decide on them: list, ack, disposition, silence, unsilence.")
final class AlertVerb {
  /** The verb with those below it. */
  static CommandLine with(Io io) {
    return new CommandLine(new AlertVerb())
        .addSubcommand(new AlertListing(io))
        .addSubcommand(new Ack(io))
        .addSubcommand(new Disposition(io))
        .addSubcommand(new AlertSilences.Silence(io))
        .addSubcommand(new AlertSilences.Unsilence(io));
  }

  /** What an acknowledgement and a disposition have in common. */
  private abstract static class OnOne extends AlertDecision {
    private final Decision.Kind kind;

    @Parameters(index = "0", paramLabel = "ALERT", description = "Its id, or its beginning.")
    private String id = "";

    OnOne(Io io, Decision.Kind kind) {
      super(io);
      this.kind = kind;
    }

    @Override
    public Integer call() throws Exception {
      LandfallConfig setup = configuration();
      String alert = whole(setup, id);
      Instant now = io.clock().instant();
      return write(setup.lake(), () -> about(alert, kind, now));
    }
  }

  @Command(
      name = "ack",
      description = "Say that somebody is at it: the alert stays open and is not repeated.",
      footer = {
        "",
        "Example:",
        "  landfall alert ack a41c09d2 --by kim@example.com --reason \"looking at the profile\""
      })
  static final class Ack extends OnOne {
    Ack(Io io) {
      super(io, Decision.Kind.ACK);
    }
  }

  @Command(
      name = "disposition",
      description = "Decide on all that was seen up to now: the alert ends, with your reason.",
      footer = {
        "",
        "Example:",
        "  landfall alert disposition a41c09d2 --by kim@example.com --reason \"test account, closed\"",
        "",
        "A call made later opens it again."
      })
  static final class Disposition extends OnOne {
    Disposition(Io io) {
      super(io, Decision.Kind.DISPOSITION);
    }
  }
}
