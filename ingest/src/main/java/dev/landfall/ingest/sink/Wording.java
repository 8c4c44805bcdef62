package dev.landfall.ingest.sink;

import dev.landfall.core.alert.Advice;
import dev.landfall.core.alert.AlertState;
import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.alert.Notice;
import dev.landfall.core.alert.NoticeKind;
import dev.landfall.core.canary.Canary;
import dev.landfall.ingest.sink.Message.Fact;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts notices into words. The same notice always gives the same words. */
public final class Wording {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Advice advice;
  private final @Nullable String publicUrl;

  /**
   * @param publicUrl where people reach the pages, without a slash at the end; null: not configured
   */
  public Wording(Advice advice, @Nullable String publicUrl) {
    this.advice = advice;
    this.publicUrl = publicUrl;
  }

  Message of(Notice notice) {
    return switch (notice.kind()) {
      case DIGEST -> digest(notice);
      case UNDELIVERED -> undelivered(notice);
      case TRIGGER, UPDATE, ACKNOWLEDGE, RESOLVE, REFRESH -> alert(notice);
    };
  }

  private Message alert(Notice notice) {
    FindingRevision f = notice.finding();
    Advice.Given given = advice.on(f);
    String what = given.title() + where(f);
    String sentence =
        switch (notice.kind()) {
          case RESOLVE -> "Ended, " + ending(notice.state()) + ": " + what;
          case ACKNOWLEDGE -> "Acknowledged: " + what;
          default -> canary(f) ? what : what + ", " + times(f);
        };
    List<Fact> facts = new ArrayList<>();
    where(f, facts);
    facts.add(new Fact("Seen", times(f)));
    facts.add(new Fact("Since", time(f.firstSeenAt())));
    facts.add(new Fact("Latest", time(f.lastSeenAt())));
    add(facts, "Source", canary(f) && f.account() == null ? f.subject() : null);
    add(facts, "Value", given.value());
    add(facts, "Limit", given.limit());
    facts.add(new Fact("Likeliest cause", given.cause()));
    facts.add(new Fact("Next step", given.next()));
    return new Message(
        notice,
        given.title(),
        sentence,
        facts,
        page(canary(f) ? "/reports/canary" : "/explain/" + f.findingId()),
        runbook(f));
  }

  private Message digest(Notice notice) {
    FindingRevision f = notice.finding();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Calls and events", String.valueOf(f.occurrences())));
    facts.add(new Fact("Since", time(f.firstSeenAt())));
    facts.add(new Fact("Latest", time(f.lastSeenAt())));
    notice.lines().forEach(line -> facts.add(new Fact("Among them", line)));
    facts.add(new Fact("Next step", "Look through the open alerts; decide on each."));
    return new Message(
        notice, "Several findings", f.headline(), facts, page("/alerts"), runbook(f));
  }

  private Message undelivered(Notice notice) {
    Message told = alert(notice);
    List<Fact> facts = new ArrayList<>();
    notice.lines().forEach(line -> facts.add(new Fact("Not delivered", line)));
    facts.addAll(told.facts());
    String first = notice.lines().isEmpty() ? "A sink did not take this." : notice.lines().get(0);
    return new Message(
        notice,
        "An alert was not delivered",
        first + " " + told.sentence(),
        facts,
        told.page(),
        told.runbook());
  }

  private static String ending(AlertState state) {
    return switch (state) {
      case SUPERSEDED -> "a correction took its ground away";
      case DISPOSITIONED -> "somebody has decided on it";
      case RESOLVED -> "it is over";
      case OPEN, UPDATED -> "";
    };
  }

  private static String where(FindingRevision f) {
    StringBuilder text = new StringBuilder();
    if (f.workload() != null) {
      text.append(": workload ").append(f.workload());
    }
    if (f.account() != null) {
      text.append(text.length() == 0 ? ": " : ", ").append("account ").append(f.account());
    }
    if (f.profile() != null) {
      text.append(text.length() == 0 ? ": " : ", ").append(Advice.profile(f.profile()));
    }
    if (f.region() != null) {
      text.append(text.length() == 0 ? ": " : ", ").append(f.region());
    }
    return text.toString();
  }

  /** Whether it is told of a planted breach, or of one that was missed. */
  static boolean canary(FindingRevision f) {
    return Canary.isRule(f.rule());
  }

  private static void where(FindingRevision f, List<Fact> facts) {
    add(facts, "Workload", f.workload());
    add(facts, "Account", f.account());
    if (f.profile() != null) {
      facts.add(new Fact("Profile or model", Advice.profile(f.profile())));
    }
  }

  private static void add(List<Fact> facts, String heading, @Nullable String value) {
    if (value != null) {
      facts.add(new Fact(heading, value));
    }
  }

  private static String times(FindingRevision f) {
    return f.occurrences() == 1
        ? "once"
        : String.format(Locale.ENGLISH, "%,d times", f.occurrences());
  }

  static String time(long millis) {
    return SECOND.format(Instant.ofEpochMilli(millis));
  }

  @Nullable String publicUrl() {
    return publicUrl;
  }

  private @Nullable String page(String path) {
    return publicUrl == null ? null : publicUrl + path;
  }

  private String runbook(FindingRevision f) {
    String name = f.rule();
    return publicUrl == null ? "docs/runbooks/" + name + ".md" : publicUrl + "/runbooks/" + name;
  }

  /** Whether the notice still holds when it arrives. */
  static boolean fires(Notice notice) {
    return notice.kind() != NoticeKind.RESOLVE;
  }
}
