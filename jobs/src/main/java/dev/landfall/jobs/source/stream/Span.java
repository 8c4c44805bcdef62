package dev.landfall.jobs.source.stream;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.ingest.layout.AwsLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run of records of one shard, told of by one row of {@code objects}.
 *
 * <p>Shape: the row's uri names the first and the last sequence number; its SHA-256 is that of the
 * records' SHA-256s (32 bytes each, of the decompressed payload) in their order, so it depends on
 * what was read and not on how it came in pieces.
 */
final class Span {
  private final String shardUri;
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<String, Long> ignored = new TreeMap<>();
  private final Map<String, Long> kinds = new TreeMap<>();
  private final MessageDigest digest;
  private String first = "";
  private String last = "";
  private @Nullable Object region;
  private @Nullable String reason;
  private @Nullable Long firstEventAt;
  private @Nullable Long lastEventAt;
  private long firstSeenAt = Long.MAX_VALUE;
  private long modifiedAt = Long.MIN_VALUE;

  Span(String shardUri) {
    this.shardUri = shardUri;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds the row of one payload; {@code number} is its sequence number. */
  void add(String number, LakeRow row) {
    first = first.isEmpty() ? number : first;
    last = number;
    digest.update(HexFormat.of().parseHex(text(row, "sha256")));
    StreamRows.COUNTS.forEach(count -> counts.merge(count, number(row, count), Long::sum));
    kinds.merge(text(row, "kind"), number(row, "records"), Long::sum);
    addIgnored(text(row, "ignored_reasons"));
    if (reason == null && row.get("reason") instanceof String why) {
      reason = why;
    }
    region = row.get("region");
    firstEventAt = least(firstEventAt, (Long) row.get("first_event_at"));
    lastEventAt = greatest(lastEventAt, (Long) row.get("last_event_at"));
    firstSeenAt = Math.min(firstSeenAt, number(row, "first_seen_at"));
    modifiedAt = Math.max(modifiedAt, number(row, "modified_at"));
  }

  LakeRow row() {
    LakeRow row =
        new LakeRow(LakeTable.OBJECTS)
            .set("uri", shardUri + StreamRows.NUMBER + first + ".." + last)
            .set("sha256", HexFormat.of().formatHex(digest.digest()))
            .set("kind", kind())
            .set("region", region)
            .set("ignored_reasons", ignoredJson())
            .set("first_event_at", firstEventAt)
            .set("last_event_at", lastEventAt)
            .set("status", reason == null ? "read" : "damaged")
            .set("reason", reason)
            .set("modified_at", modifiedAt)
            .set("first_seen_at", firstSeenAt)
            .set("revision", 1L);
    counts.forEach(row::set);
    return row;
  }

  /** What most of it is; a stream may carry both logs. */
  private String kind() {
    long trail = kinds.getOrDefault(AwsLayout.CLOUDTRAIL, 0L);
    long log = kinds.getOrDefault(AwsLayout.INVOCATION_LOG, 0L);
    if (trail == 0 && log == 0) {
      return AwsLayout.UNKNOWN;
    }
    return trail >= log ? AwsLayout.CLOUDTRAIL : AwsLayout.INVOCATION_LOG;
  }

  /** The flat object of counts that the parser writes: ids of ours, nothing escaped. */
  private void addIgnored(String json) {
    for (String pair : json.substring(1, json.length() - 1).split(",", 0)) {
      int colon = pair.indexOf(':');
      if (colon > 0) {
        String name = pair.substring(1, colon - 1);
        ignored.merge(name, Long.parseLong(pair.substring(colon + 1)), Long::sum);
      }
    }
  }

  private String ignoredJson() {
    StringBuilder json = new StringBuilder("{");
    ignored.forEach(
        (name, count) ->
            json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":")
                .append(count));
    return json.append('}').toString();
  }

  private static String text(LakeRow row, String column) {
    return row.get(column) instanceof String text ? text : "";
  }

  private static long number(LakeRow row, String column) {
    return row.get(column) instanceof Long number ? number : 0;
  }

  private static @Nullable Long least(@Nullable Long a, @Nullable Long b) {
    return a == null || b == null ? (a == null ? b : a) : (Long) Math.min(a, b);
  }

  private static @Nullable Long greatest(@Nullable Long a, @Nullable Long b) {
    return a == null || b == null ? (a == null ? b : a) : (Long) Math.max(a, b);
  }
}
