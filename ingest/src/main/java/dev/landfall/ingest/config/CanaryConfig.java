package dev.landfall.ingest.config;

import dev.landfall.core.canary.Canary;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How canaries are planted.
 *
 * @param account stands in the planted records
 * @param within how soon every sink is to have taken one
 * @param every time between two that {@code up} plants; null: it plants none
 * @param from of the day: the schedule plants from then on
 * @param to of the day, exclusive; equal to {@code from}: at any time
 * @param zone whose day it is
 * @param roleArn who may write into sources at AWS; null: who reads them
 */
public record CanaryConfig(
    String account,
    Duration within,
    @Nullable Duration every,
    LocalTime from,
    LocalTime to,
    ZoneId zone,
    @Nullable String roleArn) {
  public static CanaryConfig standard() {
    return new CanaryConfig(
        Canary.ACCOUNT,
        Duration.ofMinutes(1),
        null,
        LocalTime.of(9, 0),
        LocalTime.of(17, 0),
        ZoneOffset.UTC,
        null);
  }

  /** The first time from then on at which the schedule may plant. */
  public Instant next(Instant from) {
    if (allows(from)) {
      return from;
    }
    ZonedDateTime there = from.atZone(zone);
    ZonedDateTime opens = there.with(this.from);
    return (opens.isBefore(there) ? opens.plusDays(1) : opens).toInstant();
  }

  /** Whether the schedule may plant at that time; hours may go over midnight. */
  public boolean allows(Instant now) {
    LocalTime time = LocalTime.ofInstant(now, zone);
    if (from.equals(to)) {
      return true;
    }
    boolean after = !time.isBefore(from);
    boolean before = time.isBefore(to);
    return from.isBefore(to) ? after && before : after || before;
  }
}
