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
 * in, a canary's id copied into another account's record is no canary. Units: epoch milliseconds.
 */
public final class CanaryId {
  private static final String MARK = "1a9df411";
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

  /** Whether the call is one that Landfall planted. */
  public static boolean marks(CallKey key) {
    return plantedAt(key.account(), key.requestId()) != null;
  }

  /** When the canary was planted; null: the id is no canary's of that account. */
  public static @Nullable Long plantedAt(String account, String requestId) {
    if (!requestId.startsWith(MARK) || requestId.length() != LENGTH) {
      return null;
    }
    if (!check(account, requestId.substring(0, CHECK)).equals(requestId.substring(CHECK))) {
      return null;
    }
    try {
      String time =
          requestId.substring(9, 13) + requestId.substring(14, 18) + requestId.substring(19, 23);
      return HexFormat.fromHexDigitsToLong(time);
    } catch (IllegalArgumentException notHex) {
      return null; // only somebody who computed the check over it could write this
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
