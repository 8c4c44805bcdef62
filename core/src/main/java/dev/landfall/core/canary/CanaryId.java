package dev.landfall.core.canary;

import dev.landfall.core.model.CallKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The mark of a canary: the request id of the planted record.
 *
 * <p>Shape: as long as a UUID. Eight fixed hex digits, twelve for the time of planting, four by
 * chance, eight of a SHA-256 over all of that and the account. AWS chooses request ids and no
 * caller does, so an ordinary record meets this form once in 2^64; and since the account is hashed
 * in, a canary's id copied into another account's record is no canary. A planted object has its id
 * in its name. Units: epoch milliseconds.
 */
public final class CanaryId {
  /** How every canary's id begins. */
  public static final String MARK = "1a9df411";

  private static final HexFormat HEX = HexFormat.of();
  private static final int LENGTH = 36;
  private static final int CHECK = 28;

  private CanaryId() {}

  /**
   * @param chance tells canaries of one millisecond apart; its lowest 16 bits count
   */
  public static String of(String account, long plantedAt, int chance) {
    String time = HEX.toHexDigits(plantedAt, 12);
    String open =
        MARK
            + '-'
            + time.substring(0, 4)
            + '-'
            + time.substring(4, 8)
            + '-'
            + time.substring(8)
            + '-'
            + HEX.toHexDigits(chance, 4);
    return open + check(account, open);
  }

  /** Whether the request id is a canary's; {@link Canary#marks} asks for its model too. */
  static boolean marks(CallKey key) {
    return plantedAt(key.account(), key.requestId()) != null;
  }

  /** Whether a file of the account is one that Landfall planted, by the id before its ending. */
  public static boolean names(String account, String file) {
    int at = file.lastIndexOf(MARK);
    return at >= 0
        && at + LENGTH <= file.length()
        && plantedAt(account, file.substring(at, at + LENGTH)) != null;
  }

  /** When the canary was planted; null: the id is no canary's of that account. */
  public static @Nullable Long plantedAt(String account, String requestId) {
    if (!requestId.startsWith(MARK) || requestId.length() != LENGTH) {
      return null;
    }
    if (!check(account, requestId.substring(0, CHECK)).equals(requestId.substring(CHECK))) {
      return null;
    }
    return timeIn(requestId);
  }

  /** The time that an id of this form holds, whatever its account; null: it has not the form. */
  public static @Nullable Long timeIn(String id) {
    if (!id.startsWith(MARK) || id.length() != LENGTH) {
      return null;
    }
    try {
      String time = id.substring(9, 13) + id.substring(14, 18) + id.substring(19, 23);
      return HexFormat.fromHexDigitsToLong(time);
    } catch (IllegalArgumentException notHex) {
      return null;
    }
  }

  private static String check(String account, String open) {
    try {
      byte[] text = ("landfall-canary|" + account + '|' + open).getBytes(StandardCharsets.UTF_8);
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
