package dev.landfall.core.detect.episode;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;

/**
 * What was last told of a finding: to the lake, and as the early view.
 *
 * @param revision of the row last written
 * @param words of that row, as {@link EpisodeRule#words} has them
 * @param earlyRevision of the last one that alerts were told
 */
public record Told(Episodes stored, long revision, Episodes early, long earlyRevision, long words) {
  public static final Told NOTHING = new Told(Episodes.NONE, 0, Episodes.NONE, 0, 0);
  private static final int VERSION = 1;

  public Told withStored(Episodes now, boolean written, long wordsNow) {
    return new Told(now, revision + (written ? 1 : 0), early, earlyRevision, wordsNow);
  }

  public Told withEarly(Episodes now, boolean told) {
    return new Told(stored, revision, now, earlyRevision + (told ? 1 : 0), words);
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    stored.write(out);
    out.writeLong(revision);
    early.write(out);
    out.writeLong(earlyRevision);
    out.writeLong(words);
    return out.toByteArray();
  }

  public static Told decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "what was told of a finding has version %d; this build reads up to %d"
              .formatted(version, VERSION));
    }
    return new Told(
        Episodes.read(in), in.readLong(), Episodes.read(in), in.readLong(), in.readLong());
  }
}
