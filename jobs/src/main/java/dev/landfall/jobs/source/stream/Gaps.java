package dev.landfall.jobs.source.stream;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Places of a stream that cannot be read: since when, and what the lake has been told of it.
 *
 * <p>Shape: a place is the stream or a shard. What only people can mend is told at once, all else
 * when it has lasted. A place that was ever told of is kept, and after a restart told of again as
 * it is then: the row said before may have gone with the lake's way back, and the same row twice is
 * one. Units: epoch milliseconds.
 */
final class Gaps {
  /**
   * {@code reason} null: it can be read.
   *
   * @param said the lake has been told of the place at some time
   * @param fresh what the lake was told is not what is so now
   */
  private record Place(
      long since, @Nullable String reason, boolean definite, boolean said, boolean fresh) {}

  private final SortedMap<String, Place> places = new TreeMap<>();
  private final String region;
  private long revision;

  Gaps(String region) {
    this.region = region;
  }

  void fails(String uri, String reason, boolean definite, long now) {
    Place before = places.get(uri);
    if (before == null || before.reason == null) {
      places.put(uri, new Place(now, reason, definite, before != null, true));
    } else if (definite && !before.definite) {
      places.put(uri, new Place(before.since, reason, true, before.said, true));
    }
  }

  void works(String uri) {
    Place before = places.get(uri);
    if (before == null || before.reason == null) {
      return;
    }
    if (before.said) {
      places.put(uri, new Place(before.since, null, false, true, true));
    } else {
      places.remove(uri);
    }
  }

  /** Rows of {@code objects} that are due, each once. */
  List<LakeRow> due(long now, long patience) {
    List<LakeRow> rows = new ArrayList<>();
    for (Map.Entry<String, Place> entry : places.entrySet()) {
      Place place = entry.getValue();
      boolean due = place.reason == null || place.definite || place.since <= now - patience;
      if (place.fresh && due) {
        entry.setValue(new Place(place.since, place.reason, place.definite, true, false));
        rows.add(row(entry.getKey(), place.since, place.reason));
      }
    }
    return rows;
  }

  /** Whether the lake has been told that the place cannot be read, and it still cannot. */
  boolean stands(String uri) {
    Place place = places.get(uri);
    return place != null && place.reason != null && place.said && !place.fresh;
  }

  /** One fault in words, for the live page; null: there is none. */
  @Nullable String problem() {
    for (Map.Entry<String, Place> entry : places.entrySet()) {
      if (entry.getValue().reason != null) {
        return "cannot read " + entry.getKey() + ": " + entry.getValue().reason;
      }
    }
    return null;
  }

  private LakeRow row(String uri, long since, @Nullable String reason) {
    LakeRow row =
        new LakeRow(LakeTable.OBJECTS)
            .set("uri", uri)
            .set("sha256", "")
            .set("kind", "stream")
            .set("region", region)
            .set("status", reason == null ? "read" : "unreadable")
            .set("reason", reason)
            .setMillis("modified_at", since)
            .setMillis("first_seen_at", since)
            .set("revision", ++revision);
    StreamRows.COUNTS.forEach(count -> row.set(count, 0L));
    return row.set("ignored_reasons", "{}");
  }

  void write(ByteWriter out) {
    out.writeLong(revision);
    out.writeLong(places.size());
    places.forEach(
        (uri, place) -> {
          out.writeString(uri);
          out.writeLong(place.since);
          out.writeNullable(place.reason);
          out.writeByte(place.definite ? 1 : 0);
          out.writeByte(place.said ? 1 : 0);
        });
  }

  static Gaps read(ByteReader in, String region) {
    Gaps gaps = new Gaps(region);
    gaps.revision = in.readLong();
    for (long n = in.readLong(); n > 0; n--) {
      String uri = in.readString();
      long since = in.readLong();
      String reason = in.readNullableString();
      boolean definite = in.readByte() == 1;
      boolean said = in.readByte() == 1;
      gaps.places.put(uri, new Place(since, reason, definite || said, said, true));
    }
    return gaps;
  }
}
