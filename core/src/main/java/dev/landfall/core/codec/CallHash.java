package dev.landfall.core.codec;

import dev.landfall.core.model.CallKey;
import org.jspecify.annotations.Nullable;

/**
 * 64 bits that stand for a call; equal for equal keys, and almost never for others.
 *
 * <p>Shape: a request id that is a UUID counts by its 128 bits, anything else by its characters.
 * The text of a key hashes as the key does. Threads: one owner.
 */
public final class CallHash {
  private final UuidText uuid = new UuidText();
  private boolean read;

  public long of(CallKey key) {
    read = uuid.read(key.requestId(), 0);
    if (!read) {
      return of(key.text());
    }
    // the hash of partition/account without making that text
    int account = key.account().hashCode();
    int before = key.partition().hashCode() * 31 + '/';
    return mixed(before * power(key.account().length()) + account);
  }

  /** The request id of the key that was hashed last; null: it is no UUID. */
  @Nullable UuidText uuid() {
    return read ? uuid : null;
  }

  /** Of {@link CallKey#text()}. */
  public long of(String text) {
    read = false;
    int id = text.length() - UuidText.LENGTH;
    if (id > 0 && text.charAt(id - 1) == '/' && uuid.read(text, id)) {
      return mixed(text.substring(0, id - 1).hashCode());
    }
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x100000001b3L;
    }
    return mix(h);
  }

  /** Which of so many parts takes a call; from other bits than a hash table's. */
  public static int part(long hash, int parts) {
    return (int) Math.floorMod(hash >>> 40, (long) parts);
  }

  private long mixed(int before) {
    return mix(uuid.high() ^ mix(uuid.low() ^ before));
  }

  private static int power(int exponent) {
    int power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 31;
    }
    return power;
  }

  /** The finalizer of MurmurHash3 (public domain). */
  private static long mix(long h) {
    long x = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    x = (x ^ (x >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return x ^ (x >>> 33);
  }
}
