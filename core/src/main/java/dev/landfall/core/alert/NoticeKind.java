package dev.landfall.core.alert;

import java.util.Locale;

/** What a notice does at a sink. The ordinal is part of the stored form. */
public enum NoticeKind {
  TRIGGER,
  /** The same alert, with more calls or graver. */
  UPDATE,
  ACKNOWLEDGE,
  RESOLVE,
  /** Many findings in one: old ones, or a burst of one group. */
  DIGEST,
  /** Another sink of the route refused an alert. */
  UNDELIVERED,
  /** Nothing new: keeps an alert from being taken for resolved. */
  REFRESH;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
