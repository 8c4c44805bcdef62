package dev.landfall.ingest.probe;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.ingest.object.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One file of the probe's samples, read whole.
 *
 * <p>Shape: a row of {@code probes} for each line, a reject for each damaged one, and the file's
 * own row of {@code objects}, in which samples count as records set aside as {@link #SAMPLE}: they
 * are no evidence of a call, and every record read has one outcome. Reading a file again gives the
 * same rows. Errors: {@link IOException} where the file cannot be read or is larger than {@link
 * #MOST_BYTES}.
 */
public final class SampleObject {
  public static final String KIND = "probe-samples";
  public static final String SAMPLE = "probe-sample";

  /** A run closes its file long before. */
  public static final int MOST_BYTES = 64 << 20;

  private static final int MOST_LINE_BYTES = 64 << 10;
  private static final long MAY_BE_AHEAD_MICROS = 600_000_000L;
  private static final Pattern DAY = Pattern.compile("dt=([0-9]{4}-[0-9]{2}-[0-9]{2})");

  private final ObjectRef ref;
  private final byte[] bytes;
  private final Consumer<LakeRow> rows;
  private long samples;
  private long rejected;
  private long firstAt = Long.MAX_VALUE;
  private long lastAt = Long.MIN_VALUE;
  private @Nullable String firstReason;

  private SampleObject(ObjectRef ref, byte[] bytes, Consumer<LakeRow> rows) {
    this.ref = ref;
    this.bytes = bytes;
    this.rows = rows;
  }

  /** Hands on every row of the file, its own last. */
  public static void read(ObjectRef ref, InputStream in, Consumer<LakeRow> rows)
      throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new IOException("more than " + MOST_BYTES + " bytes of samples in one file");
    }
    SampleObject object = new SampleObject(ref, bytes, rows);
    object.lines();
    rows.accept(object.row());
  }

  private void lines() {
    int from = 0;
    while (from < bytes.length) {
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      if (end > from) {
        line(from, end - from);
      }
      from = end + 1;
    }
  }

  private void line(int from, int length) {
    try {
      if (length > MOST_LINE_BYTES) {
        throw new SampleReader.Bad("record-too-large", length + " bytes in one line");
      }
      LakeRow row = SampleReader.read(bytes, from, length);
      long sentAt = (Long) java.util.Objects.requireNonNull(row.get("sent_at"));
      if (sentAt / 1000 > ref.modifiedAt() + MAY_BE_AHEAD_MICROS / 1000) {
        throw new SampleReader.Bad("future-event-time", "sent_at");
      }
      samples++;
      firstAt = Math.min(firstAt, sentAt);
      lastAt = Math.max(lastAt, sentAt);
      rows.accept(row);
    } catch (SampleReader.Bad e) {
      rejected++;
      firstReason = firstReason == null ? e.reason() : firstReason;
      rows.accept(reject(e, from, length));
    }
  }

  private LakeRow reject(SampleReader.Bad bad, int from, int length) {
    MessageDigest digest = sha256();
    digest.update(bytes, from, length);
    return new LakeRow(LakeTable.REJECTS)
        .set("uri", ref.uri())
        .set("offset_bytes", (long) from)
        .set("reason", bad.reason())
        .set("length_bytes", (long) length)
        .set("sha256", HexFormat.of().formatHex(digest.digest()))
        .set("detail", bad.getMessage())
        .setMillis("arrived_at", ref.modifiedAt());
  }

  private LakeRow row() {
    boolean any = samples > 0;
    String status = rejected > 0 ? "damaged" : any ? "read" : "empty";
    return row(ref)
        .set("sha256", HexFormat.of().formatHex(sha256().digest(bytes)))
        .set("raw_bytes", (long) bytes.length)
        .set("records", samples + rejected)
        .set("ignored_records", samples)
        .set("ignored_reasons", any ? "{\"" + SAMPLE + "\":" + samples + "}" : "{}")
        .set("rejected_records", rejected)
        .set("first_event_at", any ? (Long) firstAt : null)
        .set("last_event_at", any ? (Long) lastAt : null)
        .set("status", status)
        .set("reason", firstReason);
  }

  /** The row of a file that could not be read. */
  public static LakeRow unreadable(ObjectRef ref, String reason) {
    return row(ref).set("sha256", "").set("status", "unreadable").set("reason", reason);
  }

  private static LakeRow row(ObjectRef ref) {
    return new LakeRow(LakeTable.OBJECTS)
        .set("uri", ref.uri())
        .set("kind", KIND)
        .setMillis("covers_from_at", day(ref.uri()))
        .set("size_bytes", ref.sizeBytes())
        .set("raw_bytes", 0L)
        .set("records", 0L)
        .set("witness_records", 0L)
        .set("addendum_records", 0L)
        .set("change_records", 0L)
        .set("ignored_records", 0L)
        .set("ignored_reasons", "{}")
        .set("rejected_records", 0L)
        .setMillis("modified_at", ref.modifiedAt())
        .setMillis("first_seen_at", ref.firstSeenAt())
        .set("revision", 1L);
  }

  private static @Nullable Long day(String uri) {
    Matcher day = DAY.matcher(uri);
    try {
      return day.find()
          ? (Long)
              LocalDate.parse(day.group(1)).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli()
          : null;
    } catch (DateTimeParseException notADay) {
      return null; // a folder named by hand tells no day; its samples tell theirs
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
