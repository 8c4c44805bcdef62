package dev.landfall.core.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one coded call, each written once.
 *
 * <p>Shape: a number without a sign; even, twice the number of a known word or of a text that came
 * before; odd, a new text whose UTF-8 bytes follow, of which there are half as many. Which of the
 * two is written follows from the call alone. Threads: one owner.
 */
final class CallTexts {
  private @Nullable String[] seen = new @Nullable String[8];
  private int size;

  void clear() {
    Arrays.fill(seen, 0, size, null);
    size = 0;
  }

  void write(ByteWriter out, String text) {
    int number = Words.number(text);
    if (number < 0) {
      number = before(text);
    }
    if (number >= 0) {
      out.writeUnsigned((long) number << 1);
      return;
    }
    remember(text);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeUnsigned((long) bytes.length << 1 | 1);
    out.writeRaw(bytes, 0, bytes.length);
  }

  String read(ByteReader in) {
    int said = in.readUnsigned();
    int number = said >>> 1;
    if ((said & 1) != 0) {
      String text = in.text(number);
      remember(text);
      return text;
    }
    if (number < Words.COUNT) {
      return Words.word(number);
    }
    String text = number - Words.COUNT < size ? seen[number - Words.COUNT] : null;
    if (text == null) {
      throw in.damaged("text %d of %d".formatted(number, Words.COUNT + size));
    }
    return text;
  }

  private int before(String text) {
    for (int i = 0; i < size; i++) {
      if (text.equals(seen[i])) {
        return Words.COUNT + i;
      }
    }
    return -1;
  }

  private void remember(String text) {
    if (size == seen.length) {
      seen = Arrays.copyOf(seen, size * 2);
    }
    seen[size++] = text;
  }
}
