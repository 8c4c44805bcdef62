package dev.landfall.ingest.kinesis;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where a shard is read on.
 *
 * <p>Missing: {@code sequence} is null unless the kind is AFTER. Units: {@code at} is epoch
 * milliseconds of arrival, zero unless the kind is SINCE.
 *
 * @param sub of an aggregated record: the last record in it that has been passed on; {@link
 *     #WHOLE}: all of it
 */
public record Position(Kind kind, @Nullable String sequence, int sub, long at)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** All that stands under a sequence number. */
  public static final int WHOLE = -1;

  public static final Position OLDEST = new Position(Kind.OLDEST, null, WHOLE, 0);

  /** The ordinal is stored; add at the end only. */
  public enum Kind {
    /** From the oldest record that the stream keeps. */
    OLDEST,
    /** From the first record that arrived at or after a time. */
    SINCE,
    /** From the first record after one that has been read. */
    AFTER
  }

  public static Position since(long epochMillis) {
    return new Position(Kind.SINCE, null, WHOLE, epochMillis);
  }

  public static Position after(String sequence, int sub) {
    return new Position(Kind.AFTER, sequence, sub, 0);
  }
}
