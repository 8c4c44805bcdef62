package dev.landfall.core.alert;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.codec.TextPool;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing to tell.
 *
 * @param key the same whenever the same thing is told, so that a sink can drop a repetition
 * @param finding as it stood when the notice was made
 * @param openedAt when the alert's episode opened, epoch milliseconds UTC
 * @param at when the notice was made
 * @param lines what else is said: the findings of a digest, the sink that refused
 */
public record Notice(
    String alertId,
    String key,
    NoticeKind kind,
    AlertState state,
    String group,
    FindingRevision finding,
    long openedAt,
    long at,
    List<String> lines) {
  /** The alert id of digests. */
  public static final String DIGEST = "digest";

  private static final int VERSION = 1;

  public Notice {
    lines = List.copyOf(lines);
  }

  void write(ByteWriter out) {
    out.writeByte(VERSION);
    out.writeString(alertId);
    out.writeString(key);
    out.writeByte(kind.ordinal());
    out.writeByte(state.ordinal());
    out.writeString(group);
    finding.write(out);
    out.writeLong(openedAt);
    out.writeLong(at);
    out.writeLong(lines.size());
    lines.forEach(out::writeString);
  }

  static Notice read(ByteReader in, TextPool texts) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "a stored notice has version %d; this build reads up to %d".formatted(version, VERSION));
    }
    String alertId = in.readString();
    String key = in.readString();
    NoticeKind kind = NoticeKind.values()[in.readByte()];
    AlertState state = AlertState.values()[in.readByte()];
    String group = texts.shared(in.readString());
    FindingRevision finding = FindingRevision.read(in, texts);
    long openedAt = in.readLong();
    long at = in.readLong();
    List<String> lines = new ArrayList<>();
    for (long n = in.readLong(); n > 0; n--) {
      lines.add(in.readString());
    }
    return new Notice(alertId, key, kind, state, group, finding, openedAt, at, lines);
  }
}
