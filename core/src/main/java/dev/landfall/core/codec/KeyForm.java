package dev.landfall.core.codec;

import dev.landfall.core.model.CallKey;
import java.nio.charset.StandardCharsets;

/**
 * A call's key in the second form, and what its principals share with it.
 *
 * <p>Shape: the low four bits of one byte say how the three texts are written, the high four are
 * the owner's: partition by number, account as a number of twelve digits, request id as a UUID;
 * else as text. Threads: one owner.
 */
final class KeyForm {
  static final int BITS = 4;
  private static final int PARTITION = 3;
  private static final int ACCOUNT_NUMBER = 1 << 2;
  private static final int REQUEST_UUID = 1 << 3;
  private static final String[] PARTITIONS = {"", "aws", "aws-us-gov", "aws-cn"};
  private static final int DIGITS = 12;
  private static final long ACCOUNTS = 1_000_000_000_000L;
  private static final String ARN = "arn:";
  private static final String STS = ":sts::";
  private static final String ROLE = ":assumed-role/";

  private final UuidText uuid;
  private CallKey key = new CallKey("-", "-", "-");
  private boolean plain; // partition and account have known forms

  KeyForm(UuidText uuid) {
    this.uuid = uuid;
  }

  void write(ByteWriter out, CallKey written, int above) {
    key = written;
    int partition = partition(written.partition());
    long account = account(written.account());
    boolean isUuid = uuid.read(written.requestId(), 0);
    plain = partition != 0 && account >= 0;
    int said = partition | (account < 0 ? 0 : ACCOUNT_NUMBER) | (isUuid ? REQUEST_UUID : 0);
    out.writeByte(said | above << BITS);
    if (partition == 0) {
      text(out, written.partition());
    }
    if (account < 0) {
      text(out, written.account());
    } else {
      out.writeByte((int) (account >>> 32));
      out.writeFixedInt((int) account);
    }
    if (isUuid) {
      out.writeFixedLong(uuid.high());
      out.writeFixedLong(uuid.low());
    } else {
      text(out, written.requestId());
    }
  }

  CallKey read(ByteReader in, int said) {
    int partition = said & PARTITION;
    String named = partition == 0 ? text(in) : PARTITIONS[partition];
    String account = (said & ACCOUNT_NUMBER) == 0 ? text(in) : accountText(in);
    String request =
        (said & REQUEST_UUID) == 0 ? text(in) : uuid.text(in.readFixedLong(), in.readFixedLong());
    if (named.isEmpty() || account.isEmpty() || request.isEmpty()) {
      throw in.damaged("a key with an empty text");
    }
    key = new CallKey(named, account, request);
    return key;
  }

  /** How many characters of the principal its account's roles begin with; 0: it is none of them. */
  int ownRole(String principal) {
    if (!plain || !principal.startsWith(ARN)) {
      return 0;
    }
    int at = past(principal, ARN.length(), key.partition());
    at = past(principal, at, STS);
    at = past(principal, at, key.account());
    return Math.max(0, past(principal, at, ROLE));
  }

  /** What {@link #ownRole} counted. */
  String ownRoles() {
    return ARN + key.partition() + STS + key.account() + ROLE;
  }

  private static int past(String text, int at, String part) {
    return at > 0 && text.startsWith(part, at) ? at + part.length() : -1;
  }

  private static int partition(String text) {
    for (int i = 1; i < PARTITIONS.length; i++) {
      if (text.equals(PARTITIONS[i])) {
        return i;
      }
    }
    return 0;
  }

  /** -1: not just twelve digits. */
  private static long account(String text) {
    if (text.length() != DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static String accountText(ByteReader in) {
    long number = (long) in.readByte() << 32;
    for (int shift = 24; shift >= 0; shift -= 8) {
      number |= (long) in.readByte() << shift;
    }
    if (number >= ACCOUNTS) {
      throw in.damaged("account " + number);
    }
    byte[] digits = new byte[DIGITS];
    for (int i = DIGITS - 1; i >= 0; i--) {
      digits[i] = (byte) ('0' + number % 10);
      number /= 10;
    }
    return new String(digits, StandardCharsets.ISO_8859_1);
  }

  static void text(ByteWriter out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeUnsigned(bytes.length);
    out.writeRaw(bytes, 0, bytes.length);
  }

  static String text(ByteReader in) {
    return in.text(in.readUnsigned());
  }
}
