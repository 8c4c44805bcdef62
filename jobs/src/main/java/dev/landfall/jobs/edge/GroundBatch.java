package dev.landfall.jobs.edge;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.GroundCodec;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Grounds of one finding that differ only in their times: told once, with the times behind.
 *
 * <p>Shape: a finding with a million grounds would otherwise send the same dozen texts a million
 * times to one place.
 *
 * @param settled they belong to the stored view; otherwise to the live page's
 * @param added they are given; otherwise they are taken back
 * @param template the ground, time zero
 * @param times epoch milliseconds UTC, as many as there are grounds
 * @param sample request id of one of the calls; null: the grounds are no calls
 */
@SuppressWarnings("ArrayRecordComponent") // a message, never compared
public record GroundBatch(
    boolean settled, boolean added, Ground template, long[] times, @Nullable String sample) {
  private static final int VERSION = 2;

  public GroundBatch(boolean settled, boolean added, Ground template, long[] times) {
    this(settled, added, template, times, null);
  }

  public static GroundBatch of(boolean settled, boolean added, Ground ground) {
    return new GroundBatch(settled, added, ground, new long[] {ground.at()});
  }

  /** Each ground with its own time. */
  public void each(Consumer<Ground> consumer) {
    for (long at : times) {
      consumer.accept(template.dated(at));
    }
  }

  public Parcel parcel() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeByte((settled ? 1 : 0) | (added ? 2 : 0));
    out.writeBytes(GroundCodec.encode(template));
    out.writeLong(times.length);
    for (long time : times) {
      out.writeLong(time);
    }
    out.writeNullable(sample);
    return new Parcel(Parcel.GROUNDS, template.findingId(), 0, out.toByteArray());
  }

  public static GroundBatch of(Parcel parcel) {
    ByteReader in = new ByteReader(parcel.payload());
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "grounds have version %d; this build reads up to %d".formatted(version, VERSION));
    }
    int flags = in.readByte();
    Ground template = GroundCodec.decode(in.readBytes());
    long[] times = new long[(int) in.readLong()];
    for (int i = 0; i < times.length; i++) {
      times[i] = in.readLong();
    }
    return new GroundBatch(
        (flags & 1) != 0, (flags & 2) != 0, template, times, in.readNullableString());
  }
}
