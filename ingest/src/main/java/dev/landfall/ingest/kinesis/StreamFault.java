package dev.landfall.ingest.kinesis;

/**
 * The stream could not be asked or did not answer with records.
 *
 * <p>Shape: the kind decides what to do; {@link #reason()} is stable and stands in the lake.
 */
public final class StreamFault extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong, as far as it matters for what to do next. */
  public enum Kind {
    /** The iterator is too old; another from the same position works. */
    EXPIRED("expired"),
    /** Too many or too large reads: slower works. */
    THROTTLED("throttled"),
    /** No answer, or one that says the server failed. */
    UNAVAILABLE("unreachable"),
    /** We may not read it. */
    DENIED("no permission"),
    /** Its key may not be used. */
    NO_KEY("no key"),
    /** There is no such stream or shard, or no longer. */
    GONE("gone"),
    /** Someone is doing the same at this moment; later works. */
    IN_USE("in use"),
    /** The request itself is refused. */
    REFUSED("refused");

    private final String reason;

    Kind(String reason) {
      this.reason = reason;
    }
  }

  private final Kind kind;

  public StreamFault(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public StreamFault(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Stable words for the lake; the place stands beside them. */
  public String reason() {
    return kind.reason;
  }

  /** Whether waiting alone cannot be expected to help: someone has to change something. */
  public boolean isDefinite() {
    return kind == Kind.DENIED || kind == Kind.NO_KEY || kind == Kind.GONE || kind == Kind.REFUSED;
  }
}
