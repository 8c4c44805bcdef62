package dev.landfall.core.detect.episode;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * All episodes of one finding, summed up; the latest of them speaks for it.
 *
 * <p>Units: starts of minutes, epoch milliseconds UTC.
 *
 * @param count how many there were
 * @param minutes minutes over the limit, of all
 * @param first first minute of the first
 * @param last last minute over the limit
 * @param latest the last one; it is open where the finding stands; null: there was none
 */
public record Episodes(long count, long minutes, long first, long last, @Nullable Episode latest) {
  public static final Episodes NONE = new Episodes(0, 0, 0, 0, null);

  public boolean isEmpty() {
    return latest == null;
  }

  /** An episode goes on. */
  public boolean stands() {
    return latest != null && latest.isOpen();
  }

  Episodes with(Episode episode) {
    return new Episodes(
        count + 1,
        minutes + episode.minutesOver(),
        latest == null ? episode.from() : first,
        episode.lastOver(),
        episode);
  }

  public void write(ByteWriter out) {
    out.writeByte(latest == null ? 0 : 1);
    if (latest != null) {
      out.writeLong(count);
      out.writeLong(minutes);
      out.writeLong(first);
      out.writeLong(last);
      latest.write(out);
    }
  }

  public static Episodes read(ByteReader in) {
    return in.readByte() == 0
        ? NONE
        : new Episodes(
            in.readLong(), in.readLong(), in.readLong(), in.readLong(), Episode.read(in));
  }
}
