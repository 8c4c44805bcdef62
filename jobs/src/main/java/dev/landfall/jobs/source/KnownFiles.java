package dev.landfall.jobs.source;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.HashMap;
import java.util.Map;

/**
 * Which files have been seen, forgotten by age.
 *
 * <p>Shape: a 128-bit hash of path, size and modification time for every file whose inode changed
 * (ctime: set when a file is renamed into place) after the horizon; a file older than the horizon
 * counts as seen. So state is bounded by the files of {@code remember}, not by the age of the lake.
 * What is lost: a file whose ctime is older than the horizon when it first appears, which renaming
 * a file into the folder cannot cause, but moving in a whole folder of old files can. Units: epoch
 * milliseconds.
 */
final class KnownFiles {
  private final Map<Fingerprint, Long> changedAt = new HashMap<>();
  private long horizon = Long.MIN_VALUE;

  /** 128 bits that stand for one version of one file. */
  record Fingerprint(long high, long low) {
    static Fingerprint of(String path, long size, long modifiedAt) {
      long high = 0x9E3779B97F4A7C15L ^ size;
      long low = 0xC2B2AE3D27D4EB4FL ^ modifiedAt;
      for (int i = 0; i < path.length(); i++) {
        high = (high ^ path.charAt(i)) * 0xff51afd7ed558ccdL;
        low = (Long.rotateLeft(low, 7) + path.charAt(i)) * 0xc4ceb9fe1a85ec53L;
        high ^= high >>> 32;
        low ^= low >>> 29;
      }
      return new Fingerprint(high ^ Long.rotateLeft(low, 31), low ^ (high * 0x9FB21C651E98DF25L));
    }
  }

  /** Takes the file in; false: it was known already. */
  boolean add(FoundFile file) {
    return file.changedAt() >= horizon
        && changedAt.putIfAbsent(fingerprint(file), file.changedAt()) == null;
  }

  /** Forgets files that changed before {@code newHorizon}; from now on such files count as seen. */
  void forget(long newHorizon) {
    if (newHorizon > horizon) {
      horizon = newHorizon;
      changedAt.values().removeIf(at -> at < newHorizon);
    }
  }

  int size() {
    return changedAt.size();
  }

  void write(ByteWriter out) {
    out.writeLong(horizon);
    out.writeLong(changedAt.size());
    changedAt.forEach(
        (print, at) -> {
          out.writeFixedLong(print.high());
          out.writeFixedLong(print.low());
          out.writeLong(at);
        });
  }

  static KnownFiles read(ByteReader in) {
    KnownFiles known = new KnownFiles();
    known.horizon = in.readLong();
    for (long n = in.readLong(); n > 0; n--) {
      known.changedAt.put(new Fingerprint(in.readFixedLong(), in.readFixedLong()), in.readLong());
    }
    return known;
  }

  private static Fingerprint fingerprint(FoundFile file) {
    return Fingerprint.of(file.path(), file.size(), file.modifiedAt());
  }
}
