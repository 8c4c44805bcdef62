package dev.landfall.jobs.source;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.ingest.source.FoundObject;
import dev.landfall.ingest.source.Listing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which objects have been seen, forgotten by age.
 *
 * <p>Shape: a 128-bit hash of path, size and version for every object that came to stand in its
 * folder after the horizon; an older one counts as seen. So state is bounded by what comes in the
 * time remembered, not by the age of the store. Age says nothing in two cases: in a folder that was
 * never looked through before everything is new (a folder of old files moved in, an account that
 * appeared), so every folder is kept as one hash too; and in a folder that could not be listed,
 * what came since then is new however long that lasted. Units: epoch milliseconds.
 */
final class KnownObjects {
  private final Map<Fingerprint, Long> names = new HashMap<>();
  private final Set<Fingerprint> folders = new HashSet<>();
  private final Set<String> lookedThrough = new HashSet<>();
  private final SortedMap<String, Hold> holds = new TreeMap<>();
  private long horizon = Long.MIN_VALUE;
  // an older form of the state has no folders: those of the first look were there before
  private boolean foldersKnown = true;
  private boolean firstLook = true;

  /** 128 bits that stand for one version of one object, or for one folder. */
  record Fingerprint(long high, long low) {
    static Fingerprint of(String path, long size, long version) {
      long high = 0x9E3779B97F4A7C15L ^ size;
      long low = 0xC2B2AE3D27D4EB4FL ^ version;
      for (int i = 0; i < path.length(); i++) {
        high = (high ^ path.charAt(i)) * 0xff51afd7ed558ccdL;
        low = (Long.rotateLeft(low, 7) + path.charAt(i)) * 0xc4ceb9fe1a85ec53L;
        high ^= high >>> 32;
        low ^= low >>> 29;
      }
      return new Fingerprint(high ^ Long.rotateLeft(low, 31), low ^ (high * 0x9FB21C651E98DF25L));
    }

    static Fingerprint of(FoundObject object) {
      return of(object.path(), object.size(), object.version());
    }

    static Fingerprint ofFolder(String folder) {
      return of(folder, 0, 0);
    }
  }

  /**
   * A folder that cannot be listed: what came there from {@code from} on is not known, and names up
   * to {@code to} are kept so that what was seen before is not taken for it.
   */
  private record Hold(long from, long to) {
    private static final long NO_NAMES = Long.MIN_VALUE;

    boolean keeps(long at) {
      return from <= at && at <= to;
    }
  }

  /** Takes the object in; false: it was known already. */
  boolean add(FoundObject object, long seenAt) {
    boolean anyAge = isInNewFolder(object) || isHeld(object);
    if (object.changedAt() < horizon && !anyAge) {
      return false;
    }
    long at = anyAge ? Math.max(object.changedAt(), seenAt) : object.changedAt();
    return names.putIfAbsent(Fingerprint.of(object), at) == null;
  }

  private boolean isInNewFolder(FoundObject object) {
    return foldersKnown && !folders.contains(Fingerprint.ofFolder(object.folder()));
  }

  private boolean isHeld(FoundObject object) {
    for (Map.Entry<String, Hold> hold : holds.entrySet()) {
      if (object.changedAt() >= hold.getValue().from && isIn(object.path(), hold.getKey())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(String path, String folder) {
    return path.startsWith(folder)
        && (path.length() == folder.length()
            || folder.endsWith("/")
            || path.charAt(folder.length()) == '/');
  }

  /** After the objects of a listing have been taken in: what it says of folders and of age. */
  void settle(Listing listing) {
    lookedThrough.addAll(listing.folders());
    if (!listing.whole()) {
      return;
    }
    if (firstLook && listing.problems().isEmpty()) {
      folders.clear(); // those that went away while nobody looked
    }
    firstLook = false;
    lookedThrough.forEach(folder -> folders.add(Fingerprint.ofFolder(folder)));
    lookedThrough.clear();
    // after an older form: what could not be listed now was looked through before, perhaps
    foldersKnown |= listing.problems().isEmpty();
    listing.gone().forEach(folder -> folders.remove(Fingerprint.ofFolder(folder)));
    holds.keySet().retainAll(listing.problems().keySet());
    for (String folder : listing.problems().keySet()) {
      holds.computeIfAbsent(folder, p -> hold(p, listing.begunAt()));
    }
    forget(listing.forgetBefore());
  }

  private Hold hold(String folder, long now) {
    boolean known = folders.contains(Fingerprint.ofFolder(folder));
    return new Hold(horizon, known ? now : Hold.NO_NAMES);
  }

  private void forget(long newHorizon) {
    if (newHorizon > horizon) {
      horizon = newHorizon;
      names
          .values()
          .removeIf(
              at -> at < newHorizon && holds.values().stream().noneMatch(hold -> hold.keeps(at)));
    }
  }

  int size() {
    return names.size();
  }

  /** The part that every version of the state has. */
  void writeNames(ByteWriter out) {
    out.writeLong(horizon);
    out.writeLong(names.size());
    names.forEach(
        (print, at) -> {
          write(out, print);
          out.writeLong(at);
        });
  }

  /** The part that came with version 3. */
  void writeFolders(ByteWriter out) {
    out.writeNullable(Boolean.valueOf(foldersKnown));
    out.writeLong(folders.size());
    folders.forEach(print -> write(out, print));
    out.writeLong(holds.size());
    holds.forEach(
        (folder, hold) -> {
          out.writeString(folder);
          out.writeLong(hold.from);
          out.writeLong(hold.to);
        });
  }

  static KnownObjects readNames(ByteReader in) {
    KnownObjects known = new KnownObjects();
    known.foldersKnown = false;
    known.horizon = in.readLong();
    for (long n = in.readLong(); n > 0; n--) {
      known.names.put(read(in), in.readLong());
    }
    return known;
  }

  void readFolders(ByteReader in) {
    foldersKnown = Boolean.TRUE.equals(in.readNullableBoolean());
    for (long n = in.readLong(); n > 0; n--) {
      folders.add(read(in));
    }
    for (long n = in.readLong(); n > 0; n--) {
      holds.put(in.readString(), new Hold(in.readLong(), in.readLong()));
    }
  }

  private static void write(ByteWriter out, Fingerprint print) {
    out.writeFixedLong(print.high());
    out.writeFixedLong(print.low());
  }

  private static Fingerprint read(ByteReader in) {
    return new Fingerprint(in.readFixedLong(), in.readFixedLong());
  }
}
