package dev.landfall.ingest.lookup;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.HashMap;
import java.util.Map;

/**
 * Events that the next sweep will meet again.
 *
 * <p>Shape: 128 bits of each event's id, forgotten when its time lies before anything that is still
 * swept; an event from before that time counts as seen, so that a longer overlap after a restart
 * brings nothing twice. Bound: the events of one overlap. Units: epoch milliseconds.
 */
final class SeenEvents {
  private final Map<Id, Long> at = new HashMap<>();
  private long horizon = Long.MIN_VALUE;

  private record Id(long high, long low) {
    /** Mixed so that ids alike in most letters, as ids in a row are, stay apart. */
    static Id of(String text) {
      long high = 0x9E3779B97F4A7C15L ^ text.length();
      long low = 0xC2B2AE3D27D4EB4FL;
      for (int i = 0; i < text.length(); i++) {
        high = (high ^ text.charAt(i)) * 0xff51afd7ed558ccdL;
        low = (Long.rotateLeft(low, 7) + text.charAt(i)) * 0xc4ceb9fe1a85ec53L;
        high ^= high >>> 32;
        low ^= low >>> 29;
      }
      return new Id(high, low);
    }
  }

  /** Takes the event in; false: it was known. An event without an id is never known. */
  boolean add(LookedUpEvent event) {
    return event.at() >= horizon
        && (event.id().isEmpty() || at.putIfAbsent(Id.of(event.id()), event.at()) == null);
  }

  void forget(long before) {
    if (before > horizon) {
      horizon = before;
      at.values().removeIf(time -> time < before);
    }
  }

  int size() {
    return at.size();
  }

  void write(ByteWriter out) {
    out.writeLong(horizon);
    out.writeLong(at.size());
    at.forEach(
        (id, time) -> {
          out.writeFixedLong(id.high);
          out.writeFixedLong(id.low);
          out.writeLong(time);
        });
  }

  static SeenEvents read(ByteReader in) {
    SeenEvents seen = new SeenEvents();
    seen.horizon = in.readLong();
    for (long n = in.readLong(); n > 0; n--) {
      seen.at.put(new Id(in.readFixedLong(), in.readFixedLong()), in.readLong());
    }
    return seen;
  }
}
