package dev.landfall.ingest.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who unpacks does not change what is read: bytes, end, failure and hash are the same. */
class WholeMemberTest {
  private static final Limits LIMITS = new Limits(1 << 20, 40, 200, 24 << 20);

  private record Read(String sha256, long total, @Nullable String failure) {}

  private final Random random = new Random(22);
  private int whole;

  @BeforeAll
  static void needs_the_library() {
    assertThat(Libdeflate.load())
        .as("libdeflate is installed (Debian, Ubuntu: apt-get install libdeflate0)")
        .isTrue();
  }

  @Test
  void whole_objects_of_any_members_are_the_same() throws IOException {
    for (int i = 0; i < 300; i++) {
      same(object(random.nextInt(4) + 1, 1 << random.nextInt(20)), 0);
    }
    assertThat(whole).isEqualTo(300);
  }

  /** As Firehose and those who append to an object write them. */
  @Test
  void an_object_of_very_many_members_is_the_same() throws IOException {
    Read read = same(object(20_000, 300), 0);
    assertThat(read.failure()).isNull();
    assertThat(whole).isEqualTo(1);
  }

  @Test
  void what_is_cut_anywhere_is_the_same() throws IOException {
    byte[] stored = object(3, 900);
    for (int cut = 0; cut < stored.length; cut++) {
      same(Arrays.copyOf(stored, cut), 0);
    }
  }

  @Test
  void flipped_bits_are_the_same() throws IOException {
    for (int i = 0; i < 4000; i++) {
      byte[] stored = object(1 + i % 3, 2000);
      for (int flips = 1 + i % 4; flips > 0; flips--) {
        stored[random.nextInt(stored.length)] ^= (byte) (1 << random.nextInt(8));
      }
      same(stored, 0);
    }
  }

  @Test
  void what_stands_behind_the_members_is_the_same() throws IOException {
    byte[] member = object(1, 5000);
    same(joined(member, new byte[512]), 0);
    same(joined(member, new byte[512], member), 0);
    same(joined(member, "more".getBytes(StandardCharsets.UTF_8)), 0);
    same(joined(member, new byte[] {0x1f}), 0);
    same(new byte[] {0x1f, (byte) 0x8b}, 0);
    same("no gzip".getBytes(StandardCharsets.UTF_8), 0);
  }

  @Test
  void a_member_too_long_for_one_call_is_the_same() throws IOException {
    byte[] text = new byte[WholeMember.MOST_UNPACKED + 1];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) (random.nextInt(60) == 0 ? random.nextInt(256) : 'x');
    }
    Limits wide = new Limits(1 << 20, 40, 200, 1L << 30);
    byte[] longest = member(Arrays.copyOf(text, WholeMember.MOST_UNPACKED), 0);
    assertThat(longest.length).isLessThan(WholeMember.MOST_STORED);
    for (byte[] stored :
        new byte[][] {longest, joined(object(1, 3000), member(text, 0), object(1, 30))}) {
      assertThat(read(stored, stored.length, wide, new WholeMember()))
          .isEqualTo(read(stored, stored.length, wide, null));
    }
    assertThat(whole).isEqualTo(2);
  }

  @Test
  void limits_end_the_same_object_at_the_same_place() throws IOException {
    byte[] zeros = new byte[6 << 20];
    byte[] packed = member(zeros, 0);
    Read read = same(joined(packed, packed, packed), 0);
    assertThat(read.failure()).isEqualTo(InflatedBytes.TOO_MUCH);
    byte[] random = new byte[6 << 20];
    this.random.nextBytes(random);
    byte[] large = Arrays.copyOf(random, 1 << 19);
    byte[] lines = joined(large, large, large, large, large, large, large, large);
    byte[] stored = member(lines, 0);
    Limits little = new Limits(1 << 20, 40, 200, 3 << 20);
    Read limited = read(stored, stored.length, little, new WholeMember());
    assertThat(limited).isEqualTo(read(stored, stored.length, little, null));
    assertThat(limited.failure()).isEqualTo(InflatedBytes.TOO_MUCH);
  }

  @Test
  void a_size_listed_wrongly_changes_nothing() throws IOException {
    byte[] stored = object(2, 40_000);
    for (int off : new int[] {-stored.length, -900, -1, 1, 5000}) {
      same(stored, off);
    }
  }

  private Read same(byte[] stored, int off) throws IOException {
    Read platform = read(stored, stored.length + off, LIMITS, null);
    WholeMember member = new WholeMember();
    assertThat(read(stored, stored.length + off, LIMITS, member)).isEqualTo(platform);
    return platform;
  }

  private Read read(byte[] stored, long size, Limits limits, @Nullable WholeMember member)
      throws IOException {
    try (InflatedBytes bytes =
        new InflatedBytes(new ByteArrayInputStream(stored), limits, size, member)) {
      byte[] into = new byte[1 + random.nextInt(70_000)];
      while (bytes.read(into, 0, into.length) > 0) {
        // hashed as they pass
      }
      whole += member != null && member.consumed() > 0 ? 1 : 0;
      return new Read(bytes.sha256Hex(), bytes.total(), bytes.failure());
    }
  }

  private byte[] object(int members, int most) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < members; i++) {
      byte[] text = new byte[random.nextInt(most + 1)];
      int letters = 1 + random.nextInt(80);
      for (int k = 0; k < text.length; k++) {
        text[k] = (byte) (' ' + random.nextInt(letters));
      }
      all.write(member(text, random.nextInt(4) == 0 ? random.nextInt(32) & ~1 : 0));
    }
    return all.toByteArray();
  }

  /** RFC 1952, with the optional parts that the flags name. */
  private byte[] member(byte[] text, int flags) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
    if ((flags & 4) != 0) {
      out.write(new byte[] {3, 0, 'a', 0, 'c'});
    }
    if ((flags & 8) != 0) {
      out.write(new byte[] {'n', 'a', 'm', 'e', 0});
    }
    if ((flags & 16) != 0) {
      out.write(new byte[] {'s', 'a', 'y', 0});
    }
    if ((flags & 2) != 0) {
      CRC32 crc = new CRC32();
      crc.update(out.toByteArray());
      out.write((int) crc.getValue());
      out.write((int) crc.getValue() >> 8);
    }
    Deflater deflater = new Deflater(1 + random.nextInt(9), true);
    deflater.setInput(text);
    deflater.finish();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    CRC32 crc = new CRC32();
    crc.update(text);
    for (long word : new long[] {crc.getValue(), text.length}) {
      for (int i = 0; i < 4; i++) {
        out.write((int) (word >> (8 * i)));
      }
    }
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }
}
