package dev.landfall.core.catalogue;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Where a profile may send a call made at one source Region. Regions are empty unless CLOSED. */
public record Destinations(Kind kind, SortedSet<String> regions) {

  /** How much is known of the destinations. */
  public enum Kind {
    /** Exactly the Regions named. */
    CLOSED,
    /** Any commercial Region that AWS chooses, now or later. */
    OPEN,
    /** The profile is known, but not from this source Region at that time. */
    UNKNOWN,
    /** The catalogue has no row at all for the profile. */
    NO_PROFILE
  }

  private static final Destinations OPEN = new Destinations(Kind.OPEN, new TreeSet<>());
  private static final Destinations UNKNOWN = new Destinations(Kind.UNKNOWN, new TreeSet<>());
  private static final Destinations NO_PROFILE = new Destinations(Kind.NO_PROFILE, new TreeSet<>());

  public Destinations {
    if ((kind == Kind.CLOSED) == regions.isEmpty()) {
      throw new IllegalArgumentException(
          "destinations name Regions when closed and only then, got %s %s"
              .formatted(kind, regions));
    }
    regions = Collections.unmodifiableSortedSet(new TreeSet<>(regions));
  }

  public static Destinations closed(SortedSet<String> regions) {
    return new Destinations(Kind.CLOSED, regions);
  }

  public static Destinations open() {
    return OPEN;
  }

  public static Destinations unknown() {
    return UNKNOWN;
  }

  public static Destinations noProfile() {
    return NO_PROFILE;
  }

  public boolean isClosed() {
    return kind == Kind.CLOSED;
  }
}
