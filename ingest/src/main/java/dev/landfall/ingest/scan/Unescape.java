package dev.landfall.ingest.scan;

/** Turns the inside of a JSON string into the UTF-8 it stands for (RFC 8259, section 7). */
public final class Unescape {
  private Unescape() {}

  /**
   * Writes the plain bytes of {@code text[start, end)}, never more than were there. The escapes
   * have been checked by the scanner. A surrogate without its partner becomes U+FFFD.
   *
   * @return how many bytes were written
   */
  public static int into(byte[] text, int start, int end, byte[] out) {
    int n = 0;
    int p = start;
    while (p < end) {
      byte b = text[p++];
      if (b != '\\') {
        out[n++] = b;
        continue;
      }
      byte e = text[p++];
      if (e != 'u') {
        out[n++] = plain(e);
        continue;
      }
      int code = hex(text, p);
      p += 4;
      if (Character.isHighSurrogate((char) code)
          && p + 6 <= end
          && text[p] == '\\'
          && text[p + 1] == 'u'
          && Character.isLowSurrogate((char) hex(text, p + 2))) {
        code = Character.toCodePoint((char) code, (char) hex(text, p + 2));
        p += 6;
      } else if (Character.isSurrogate((char) code)) {
        code = 0xfffd;
      }
      n = utf8(code, out, n);
    }
    return n;
  }

  private static byte plain(byte e) {
    return switch (e) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> e;
    };
  }

  private static int hex(byte[] text, int at) {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      code = code << 4 | Character.digit(text[at + i], 16);
    }
    return code;
  }

  private static int utf8(int code, byte[] out, int at) {
    int n = at;
    if (code < 0x80) {
      out[n++] = (byte) code;
    } else if (code < 0x800) {
      out[n++] = (byte) (0xc0 | code >> 6);
      out[n++] = (byte) (0x80 | code & 0x3f);
    } else if (code < 0x10000) {
      out[n++] = (byte) (0xe0 | code >> 12);
      out[n++] = (byte) (0x80 | code >> 6 & 0x3f);
      out[n++] = (byte) (0x80 | code & 0x3f);
    } else {
      out[n++] = (byte) (0xf0 | code >> 18);
      out[n++] = (byte) (0x80 | code >> 12 & 0x3f);
      out[n++] = (byte) (0x80 | code >> 6 & 0x3f);
      out[n++] = (byte) (0x80 | code & 0x3f);
    }
    return n;
  }
}
