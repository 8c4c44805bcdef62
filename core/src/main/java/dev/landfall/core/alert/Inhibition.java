package dev.landfall.core.alert;

import dev.landfall.core.detect.EvidenceGrounds;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Logging that was switched off mutes the gaps that follow from it: one alert says what to do, the
 * others only repeat that it was not done.
 *
 * <p>A gap follows from it when it is of the same account and Region and lasts beyond the switch.
 * What could not be read or is damaged has another cause and is told; so is residency, which
 * nothing mutes but a person.
 */
public final class Inhibition {
  private Inhibition() {}

  /** Whether the open alert mutes others. */
  static boolean mutes(FindingRevision finding) {
    String subject = finding.subject();
    return finding.rule().equals(EvidenceGrounds.SPEC.id())
        && subject != null
        && (subject.startsWith("logging-off") || subject.startsWith("trail-off"));
  }

  static boolean mutes(FindingRevision off, FindingRevision other) {
    return mutes(off)
        && other.rule().equals(EvidenceGrounds.SPEC.id())
        && !other.findingId().equals(off.findingId())
        && !aSwitch(other.subject())
        && !unreadable(other.subject())
        && Objects.equals(off.account(), other.account())
        && (off.region() == null || Objects.equals(off.region(), other.region()))
        && other.lastSeenAt() >= off.firstSeenAt();
  }

  private static boolean aSwitch(@Nullable String subject) {
    return subject != null
        && (subject.startsWith("logging-")
            || subject.startsWith("trail-")
            || subject.startsWith("selectors-"));
  }

  private static boolean unreadable(@Nullable String subject) {
    return subject != null && (subject.contains(" unreadable") || subject.contains(" damaged"));
  }
}
