package dev.landfall.core.policy;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * A breach that someone approved for a time. It marks what it covers and removes nothing.
 *
 * <p>Units: days are UTC. It acts on calls made from the start of {@code approvedOn} to the end of
 * {@code expires}, never on earlier or later ones: approval does not reach back.
 *
 * @param workload id of the workload it is for
 * @param regions where that workload may go while the exception lasts
 */
public record PolicyException(
    String id,
    String workload,
    Places regions,
    String reason,
    String approver,
    LocalDate approvedOn,
    LocalDate expires)
    implements Serializable {
  private static final long DAY_MILLIS = 86_400_000;

  public PolicyException {
    if (id.isBlank() || approver.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException(
          "exception '%s' wants an id, a reason and an approver".formatted(id));
    }
    if (regions.everywhere()) {
      throw new IllegalArgumentException(
          "exception '%s' wants named Regions or countries, got \"*\"".formatted(id));
    }
    if (expires.isBefore(approvedOn)) {
      throw new IllegalArgumentException(
          "exception '%s' expires on %s, before its approval on %s"
              .formatted(id, expires, approvedOn));
    }
  }

  public boolean inForce(long epochMillis) {
    return epochMillis >= firstMilli() && epochMillis < endMilli();
  }

  /** When it begins to act, epoch milliseconds UTC. */
  long firstMilli() {
    return startOf(approvedOn.toEpochDay());
  }

  /** From when on it acts no more, epoch milliseconds UTC. */
  long endMilli() {
    return startOf(expires.toEpochDay() + 1);
  }

  /** A day that no time in milliseconds reaches begins at the last or first of them. */
  private static long startOf(long epochDay) {
    long most = Long.MAX_VALUE / DAY_MILLIS;
    return Math.max(-most, Math.min(most, epochDay)) * DAY_MILLIS;
  }
}
