package dev.landfall.core.quota;

import org.jspecify.annotations.Nullable;

/** Over which minute AWS enforces a quota. It does not say; some rows have been measured. */
public enum QuotaWindow {
  /** Nobody knows: the rolling minute is held against the quota, for it is never the smaller. */
  UNKNOWN,
  ROLLING,
  CLOCK;

  /** From the catalogue's word; null or undecided: not known. */
  public static QuotaWindow of(@Nullable String word) {
    if (word == null) {
      return UNKNOWN;
    }
    return switch (word) {
      case "clock-minute" -> CLOCK;
      case "rolling" -> ROLLING;
      default -> UNKNOWN;
    };
  }
}
