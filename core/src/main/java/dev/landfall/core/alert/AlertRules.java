package dev.landfall.core.alert;

import dev.landfall.core.detect.Severity;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When an alert opens, is told, and ends: a pure step from what is known to what is known next.
 *
 * <p>Shape: level, not edge. A step compares what stands with what was told and tells the
 * difference, so the same step taken twice tells nothing the second time, and it does not matter
 * which input led to it. Time is given in.
 */
public final class AlertRules {
  /** These never end by themselves: their ground going away means it was never so. */
  private static final Set<String> ENDED_BY_PEOPLE =
      Set.of("residency-breach", "residency-unproven", "profile-exposure", "client-fallback");

  private final AlertTerms terms;

  public AlertRules(AlertTerms terms) {
    this.terms = terms;
  }

  /**
   * What a step looks at beside the alert.
   *
   * @param mutedBy silence, window or alert that keeps it from being told; null: nothing does
   * @param burst the alert's group has had its share of single notices for now
   */
  public record Around(
      @Nullable Decision acknowledgement,
      @Nullable Decision disposition,
      @Nullable String mutedBy,
      boolean burst) {}

  /** What to tell; NONE also when only the alert's own record changed. */
  public enum Telling {
    NONE,
    TRIGGER,
    UPDATE,
    ACKNOWLEDGE,
    RESOLVE,
    /** Into the digest of findings that were old on arrival. */
    OLD,
    /** Into the digest of a group's burst. */
    BURST
  }

  /** The alert next, and what to tell of it. */
  public record Step(Alert next, Telling telling) {}

  /** A finding without an alert so far. */
  public Alert first(FindingRevision finding, long now) {
    return new Alert(finding, AlertState.OPEN, 1, 0, now, now, 0, null, false, 0, null);
  }

  /** The alert with a newer revision of its finding; null: it says nothing new. */
  public @Nullable Alert with(Alert before, FindingRevision revision) {
    if (revision.revision() <= before.finding().revision()) {
      return null;
    }
    return copy(before, revision.withSample(before.finding().sample()), before.state());
  }

  public Step look(Alert alert, Around around, long now) {
    AlertState stands = stands(alert.finding(), around.disposition());
    if (!stands.live()) {
      return ended(alert, stands, now);
    }
    Alert open = alert.state().live() ? alert : reopened(alert, now);
    String muted = around.mutedBy();
    if (muted != null) {
      return new Step(muted(open, muted, now), Telling.NONE);
    }
    Alert heard = open.mutedBy() == null ? open : muted(open, null, now);
    return heard.told() == null ? first(heard, around, now) : again(heard, around, now);
  }

  private static AlertState stands(FindingRevision finding, @Nullable Decision disposition) {
    if (!finding.standing()) {
      return ENDED_BY_PEOPLE.contains(finding.rule()) ? AlertState.SUPERSEDED : AlertState.RESOLVED;
    }
    // What happened after the decision is another matter, on which nobody has decided.
    return disposition != null && finding.lastSeenAt() <= disposition.at()
        ? AlertState.DISPOSITIONED
        : AlertState.OPEN;
  }

  private static Step ended(Alert alert, AlertState state, long now) {
    if (alert.state() == state) {
      return new Step(alert, Telling.NONE);
    }
    boolean tell = alert.told() != null;
    Alert next =
        new Alert(
            alert.finding(),
            state,
            alert.episode(),
            alert.notices() + (tell ? 1 : 0),
            alert.openedAt(),
            now,
            now,
            null,
            false,
            0,
            null);
    return new Step(next, tell ? Telling.RESOLVE : Telling.NONE);
  }

  private static Alert reopened(Alert alert, long now) {
    return new Alert(
        alert.finding(),
        AlertState.OPEN,
        alert.episode() + 1,
        alert.notices(),
        now,
        now,
        alert.endedAt(),
        null,
        false,
        0,
        null);
  }

  private Step first(Alert alert, Around around, long now) {
    if (now - alert.finding().lastSeenAt() > terms.maxAge().toMillis()) {
      return digest(alert, Telling.OLD, now);
    }
    return around.burst()
        ? digest(alert, Telling.BURST, now)
        : told(alert, AlertState.OPEN, Telling.TRIGGER, now);
  }

  /**
   * An old finding counts as untold, so that a fresh call of it is told; one of a burst does not.
   */
  private static Step digest(Alert alert, Telling which, long now) {
    if (alert.digested()) {
      return new Step(alert, Telling.NONE);
    }
    FindingRevision finding = alert.finding();
    Alert next =
        new Alert(
            alert.finding(),
            alert.state(),
            alert.episode(),
            alert.notices(),
            alert.openedAt(),
            now,
            alert.endedAt(),
            which == Telling.OLD
                ? null
                : new Alert.Told(now, finding.occurrences(), finding.severity(), List.of()),
            true,
            alert.acknowledgedAt(),
            null);
    return new Step(next, which);
  }

  private Step again(Alert alert, Around around, long now) {
    Alert.Told told = alert.told();
    if (told == null) {
      throw new IllegalStateException("alert " + alert.id() + " was not told before");
    }
    Severity severity = alert.finding().severity();
    if (severity.compareTo(told.severity()) < 0) {
      return told(alert, AlertState.UPDATED, Telling.UPDATE, now);
    }
    Decision ack = around.acknowledgement();
    boolean acknowledged = ack != null && ack.at() >= alert.openedAt();
    if (acknowledged && ack != null && alert.acknowledgedAt() != ack.at()) {
      return acknowledged(alert, ack.at(), now);
    }
    boolean grown = alert.finding().occurrences() > told.occurrences();
    if (grown && !acknowledged && now - told.at() >= terms.repeatInterval().toMillis()) {
      return told(alert, AlertState.UPDATED, Telling.UPDATE, now);
    }
    return new Step(alert, Telling.NONE);
  }

  private static Step told(Alert alert, AlertState state, Telling telling, long now) {
    FindingRevision finding = alert.finding();
    Alert next =
        new Alert(
            finding,
            state,
            alert.episode(),
            alert.notices() + 1,
            alert.openedAt(),
            now,
            alert.endedAt(),
            new Alert.Told(now, finding.occurrences(), finding.severity(), sinks(alert)),
            false,
            alert.acknowledgedAt(),
            null);
    return new Step(next, telling);
  }

  private static List<String> sinks(Alert alert) {
    Alert.Told told = alert.told();
    return told == null ? List.of() : told.sinks();
  }

  private static Step acknowledged(Alert alert, long ackAt, long now) {
    Alert next =
        new Alert(
            alert.finding(),
            alert.state(),
            alert.episode(),
            alert.notices() + 1,
            alert.openedAt(),
            now,
            alert.endedAt(),
            alert.told(),
            alert.digested(),
            ackAt,
            null);
    return new Step(next, Telling.ACKNOWLEDGE);
  }

  private static Alert muted(Alert alert, @Nullable String by, long now) {
    if (java.util.Objects.equals(by, alert.mutedBy())) {
      return alert;
    }
    return new Alert(
        alert.finding(),
        alert.state(),
        alert.episode(),
        alert.notices(),
        alert.openedAt(),
        now,
        alert.endedAt(),
        alert.told(),
        alert.digested(),
        alert.acknowledgedAt(),
        by);
  }

  private static Alert copy(Alert alert, FindingRevision finding, AlertState state) {
    return new Alert(
        finding,
        state,
        alert.episode(),
        alert.notices(),
        alert.openedAt(),
        alert.changedAt(),
        alert.endedAt(),
        alert.told(),
        alert.digested(),
        alert.acknowledgedAt(),
        alert.mutedBy());
  }
}
