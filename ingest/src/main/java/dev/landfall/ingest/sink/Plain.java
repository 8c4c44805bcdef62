package dev.landfall.ingest.sink;

import org.jspecify.annotations.Nullable;

/**
 * Names from logs made harmless for a message: one line, no control or direction marks, a bounded
 * length.
 */
final class Plain {
  private static final String MORE = "…";

  private Plain() {}

  /** At most {@code most} UTF-16 units, cut between characters. */
  static String line(@Nullable String text, int most) {
    if (text == null) {
      return "";
    }
    StringBuilder out = new StringBuilder(Math.min(text.length(), most));
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      int kept = kept(c);
      if (kept < 0) {
        continue;
      }
      if (out.length() + Character.charCount(kept) > most - (i < text.length() ? 1 : 0)) {
        return out.append(MORE).toString();
      }
      out.appendCodePoint(kept);
    }
    return out.toString();
  }

  /** The character, a space in place of what breaks a line, or -1 for what is left out. */
  private static int kept(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
      // Format characters turn text around or hide in it; lone surrogates are no characters.
      case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> -1;
      default -> c;
    };
  }
}
