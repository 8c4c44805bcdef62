package dev.landfall.core.policy;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

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
    LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
    return !day.isBefore(approvedOn) && !day.isAfter(expires);
  }
}
