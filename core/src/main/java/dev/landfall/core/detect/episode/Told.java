package dev.landfall.core.detect.episode;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * What was last told of a finding: to the lake, and as the early view.
 *
 * <p>Missing: words are null where nothing was told, or by a build that kept none (version 1).
 *
 * @param revision of the row last written
 * @param earlyRevision of the last one that alerts were told
 * @param words hash of that row's words where version 1 kept no more; else 0
 * @param said that row's words
 * @param earlySaid the words that alerts were told of the early view's latest episode
 */
public record Told(
    Episodes stored,
    long revision,
    Episodes early,
    long earlyRevision,
    long words,
    @Nullable Telling said,
    @Nullable Telling earlySaid) {
  public static final Told NOTHING = new Told(Episodes.NONE, 0, Episodes.NONE, 0, 0, null, null);
  private static final int VERSION = 2;

  /** The row of these episodes says these words already. */
  public boolean says(Telling telling) {
    return said == null ? words == 0 || words == telling.hashCode() : said.equals(telling);
  }

  public Told withStored(Episodes now, boolean written, Telling saidNow) {
    return new Told(now, revision + (written ? 1 : 0), early, earlyRevision, 0, saidNow, earlySaid);
  }

  /** The early view; {@code saidNow} null: nobody was told of it. */
  public Told withEarly(Episodes now, @Nullable Telling saidNow) {
    long next = earlyRevision + (saidNow == null ? 0 : 1);
    return new Told(stored, revision, now, next, words, said, saidNow);
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    stored.write(out);
    out.writeLong(revision);
    early.write(out);
    out.writeLong(earlyRevision);
    out.writeLong(words);
    write(out, said);
    write(out, earlySaid);
    return out.toByteArray();
  }

  /** Reads every version up to this build's. */
  public static Told decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version < 1 || version > VERSION) {
      throw new IllegalStateException(
          "what was told of a finding has version %d; this build reads up to %d"
              .formatted(version, VERSION));
    }
    return new Told(
        Episodes.read(in),
        in.readLong(),
        Episodes.read(in),
        in.readLong(),
        in.readLong(),
        version == 1 ? null : read(in),
        version == 1 ? null : read(in));
  }

  private static void write(ByteWriter out, @Nullable Telling telling) {
    out.writeByte(telling == null ? 0 : 1);
    if (telling != null) {
      out.writeString(telling.value());
      out.writeString(telling.limit());
      out.writeNullable(telling.cause());
    }
  }

  private static @Nullable Telling read(ByteReader in) {
    return in.readByte() == 0
        ? null
        : new Telling(in.readString(), in.readString(), in.readNullableString());
  }
}
