package dev.landfall.ingest.object;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed bytes of a stored object, hashed as they pass.
 *
 * <p>Shape: gzip of any number of members (RFC 1952), or anything else as it is; told by the first
 * two bytes. Errors: content that cannot be unpacked ends the bytes and is named by {@link
 * #failure()}; only the stored stream itself throws. {@code GZIPInputStream} is not used because it
 * may take the end of a network read for the end of the members. Where libdeflate is at hand
 * ({@link WholeMember}) it unpacks each member of an object that fits; whatever it does not take to
 * its end without a fault is left to java.util.zip, so what is read is the same. Threads: one.
 */
final class InflatedBytes implements Closeable {
  static final String TRUNCATED = "truncated-gzip";
  static final String BAD = "bad-gzip";
  static final String TOO_MUCH = "inflation-limit";

  private static final int EXEMPT_FROM_RATIO = 1 << 20;
  private static final int LEAST_READ_AHEAD = 1 << 10;
  // at the end of each call zlib puts its last 32 KiB aside, so that few and large reads cost less
  private static final int MOST_READ_AHEAD = 1 << 17;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream stored;
  private final Limits limits;
  private final long sizeBytes;
  private final @Nullable WholeMember whole;
  private final MessageDigest digest = sha256();
  private final CRC32 crc = new CRC32();
  private final byte[] in;
  private int inPos;
  private int inLimit;
  private long storedBytes;
  private long total;
  private @Nullable Inflater inflater;
  private @Nullable String failure;
  private boolean begun;
  private boolean plain;
  private boolean inMember;
  private boolean allHere;
  private boolean serving;
  private boolean ended;
  private boolean closed;

  /**
   * @param sizeBytes of the stored object, as listed; the inflation ratio is measured against it
   */
  InflatedBytes(InputStream stored, Limits limits, long sizeBytes) {
    this(
        stored,
        limits,
        sizeBytes,
        sizeBytes < WholeMember.MOST_STORED ? WholeMember.borrow() : null);
  }

  InflatedBytes(InputStream stored, Limits limits, long sizeBytes, @Nullable WholeMember whole) {
    this.stored = stored;
    this.limits = limits;
    this.sizeBytes = sizeBytes;
    this.whole = whole;
    // room for all of a small object and its end, which is met by asking for more
    long ahead = whole == null ? Math.min(MOST_READ_AHEAD, sizeBytes + 1) : sizeBytes + 1;
    this.in = new byte[(int) Math.max(LEAST_READ_AHEAD, ahead)];
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Why the bytes end before the object does; null: they do not, or not yet. */
  @Nullable String failure() {
    return failure;
  }

  long total() {
    return total;
  }

  /** Of the bytes handed out so far, hex. */
  String sha256Hex() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's SHA-256 can be copied", e);
    }
  }

  /** Up to {@code length} bytes, at least one; -1 at the end, whatever ended it. */
  int read(byte[] into, int offset, int length) throws IOException {
    if (!begun) {
      begin();
    }
    int n = 0;
    while (n == 0 && !ended) {
      n = plain ? plainly(into, offset, length) : inflated(into, offset, length);
    }
    n = plain ? n : allowed(n);
    if (n <= 0) {
      return -1;
    }
    digest.update(into, offset, n);
    total += n;
    return n;
  }

  /** Of {@code n} more bytes those within the limits: to the byte, however they are read. */
  private int allowed(int n) {
    long size = Math.max(sizeBytes, storedBytes);
    long byRatio = Math.max(EXEMPT_FROM_RATIO, size * limits.maxInflationRatio());
    long most = Math.min(byRatio, limits.maxInflatedBytes());
    if (total + n <= most) {
      return n;
    }
    fail(TOO_MUCH);
    return (int) (most - total);
  }

  private void begin() throws IOException {
    begun = true;
    while (inLimit < 2 && more()) {
      // a stream may hand out its first two bytes one by one
    }
    while (whole != null && inLimit < in.length && more()) {
      // a member is unpacked in one call only where all of the object is here
    }
    if (whole != null && inLimit < in.length) {
      allHere = true;
      whole.load(in, inLimit);
    }
    plain = !(inLimit >= 2 && (in[0] & 0xff) == 0x1f && (in[1] & 0xff) == 0x8b);
  }

  private int plainly(byte[] into, int offset, int length) throws IOException {
    if (inPos == inLimit && !refill()) {
      ended = true;
      return 0;
    }
    int n = Math.min(length, inLimit - inPos);
    System.arraycopy(in, inPos, into, offset, n);
    inPos += n;
    return n;
  }

  private int inflated(byte[] into, int offset, int length) throws IOException {
    if (!inMember && !wholeMember() && !header()) {
      ended = true;
      return 0;
    }
    return serving ? served(into, offset, length) : piecewise(into, offset, length);
  }

  /** Unpacks the member that begins here in one call; false where that cannot be done. */
  private boolean wholeMember() {
    serving = whole != null && allHere && inPos < inLimit && whole.unpack(inPos);
    inMember = serving;
    return serving;
  }

  private int served(byte[] into, int offset, int length) {
    WholeMember member = Objects.requireNonNull(whole);
    int n = member.take(into, offset, length);
    if (member.left() == 0) {
      inPos += member.consumed();
      inMember = false;
    }
    return n;
  }

  private int piecewise(byte[] into, int offset, int length) throws IOException {
    Inflater member = Objects.requireNonNull(inflater);
    long before = member.getBytesWritten();
    try {
      int n = member.inflate(into, offset, length);
      crc.update(into, offset, n);
      if (member.finished()) {
        inPos = inLimit - member.getRemaining();
        inMember = false;
        if (!trailer(member)) {
          ended = true;
        }
      } else if (member.needsDictionary()) {
        fail(BAD);
      } else if (n == 0 && member.needsInput()) {
        if (refill()) {
          member.setInput(in, 0, inLimit);
        } else {
          fail(TRUNCATED);
        }
      }
      return n;
    } catch (DataFormatException e) {
      // its message adds nothing to where and what
      fail(BAD);
      // what stood before the fault was unpacked by the same call
      return (int) (member.getBytesWritten() - before);
    }
  }

  /** Takes a member's header; false at the end of the members or at damage. */
  private boolean header() throws IOException {
    int first = take();
    while (first == 0 && total > 0) {
      first = take(); // padding after the last member
    }
    if (first < 0) {
      return false;
    }
    if (first != 0x1f || take() != 0x8b || take() != 8) {
      return fail(atEnd() ? TRUNCATED : BAD);
    }
    int flags = take();
    boolean whole = skip(6);
    if ((flags & EXTRA) != 0) {
      int low = take();
      int high = take();
      whole &= low >= 0 && high >= 0 && skip(high << 8 | low);
    }
    if ((flags & NAME) != 0) {
      whole &= skipText();
    }
    if ((flags & COMMENT) != 0) {
      whole &= skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      whole &= skip(2);
    }
    if (flags < 0 || !whole) {
      return fail(TRUNCATED);
    }
    Inflater member = inflater == null ? new Inflater(true) : inflater;
    inflater = member;
    member.reset();
    member.setInput(in, inPos, inLimit - inPos);
    crc.reset();
    inMember = true;
    return true;
  }

  private boolean trailer(Inflater member) throws IOException {
    long check = fourBytes();
    long size = fourBytes();
    if (check < 0 || size < 0) {
      return fail(TRUNCATED);
    }
    boolean right = check == crc.getValue() && size == (member.getBytesWritten() & 0xffffffffL);
    return right || fail(BAD);
  }

  private boolean fail(String reason) {
    failure = reason;
    ended = true;
    return false;
  }

  private long fourBytes() throws IOException {
    long value = 0;
    for (int i = 0; i < 4; i++) {
      int b = take();
      if (b < 0) {
        return -1;
      }
      value |= (long) b << (i << 3);
    }
    return value;
  }

  private boolean skip(int count) throws IOException {
    int b = 0;
    for (int i = 0; i < count && b >= 0; i++) {
      b = take();
    }
    return b >= 0;
  }

  private boolean skipText() throws IOException {
    int b = take();
    while (b > 0) {
      b = take();
    }
    return b == 0;
  }

  private int take() throws IOException {
    return inPos == inLimit && !refill() ? -1 : in[inPos++] & 0xff;
  }

  private boolean atEnd() throws IOException {
    return inPos == inLimit && !refill();
  }

  private boolean refill() throws IOException {
    inPos = 0;
    inLimit = 0;
    return more();
  }

  private boolean more() throws IOException {
    int n = stored.read(in, inLimit, in.length - inLimit);
    if (n <= 0) {
      return false;
    }
    inLimit += n;
    storedBytes += n;
    return true;
  }

  @Override
  public void close() throws IOException {
    if (inflater != null) {
      inflater.end();
    }
    if (whole != null && !closed) {
      whole.giveBack();
    }
    closed = true;
    stored.close();
  }
}
