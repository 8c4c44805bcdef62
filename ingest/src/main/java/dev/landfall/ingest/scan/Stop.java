package dev.landfall.ingest.scan;

/**
 * Why a record could not be read on.
 *
 * <p>Carries a stable reason id and a detail that says where and what, never the bytes. It has no
 * stack trace: it is thrown for every window that ends inside a record, and for damage made by
 * others.
 */
public final class Stop extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public static final String BAD_JSON = "bad-json";
  public static final String TOO_DEEP = "too-deep";
  public static final String WRONG_TYPE = "wrong-type";
  public static final String MISSING_FIELD = "missing-field";
  public static final String UNKNOWN_SHAPE = "unknown-shape";
  public static final String UNKNOWN_PARTITION = "unknown-partition";
  public static final String FUTURE_EVENT_TIME = "future-event-time";

  private static final String MORE = "more";
  private static final String CONTAINER = "container";

  private final String reason;

  private Stop(String reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  public static Stop because(String reason, String detail) {
    return new Stop(reason, detail);
  }

  /** The bytes at hand end inside a value: no verdict yet. */
  static Stop more() {
    return new Stop(MORE, "");
  }

  /** The scanner stands inside the bracket of a container: not one record but many. */
  static Stop container() {
    return new Stop(CONTAINER, "");
  }

  static Stop malformed() {
    return new Stop(BAD_JSON, "");
  }

  static Stop deep() {
    return new Stop(TOO_DEEP, "");
  }

  public String reason() {
    return reason;
  }

  /** Where and what, never the bytes. */
  public String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  public boolean wantsMore() {
    return reason.equals(MORE);
  }

  public boolean isContainer() {
    return reason.equals(CONTAINER);
  }
}
