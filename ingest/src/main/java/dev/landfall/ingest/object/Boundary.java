package dev.landfall.ingest.object;

import java.nio.charset.StandardCharsets;

/**
 * Finds where reading can go on after a damaged record.
 *
 * <p>Shape: fed with consecutive bytes of which it may ask to see the last {@link #tail} again.
 * Memory: none, however long the record. Threads: one, and one use each.
 */
abstract class Boundary {
  /** Position of the boundary in {@code bytes[from, to)}, or -1. */
  abstract int find(byte[] bytes, int from, int to);

  /** How many of the last bytes must be shown again with what follows them. */
  int tail() {
    return 0;
  }

  /** The end of this line. A JSON string cannot hold a bare line feed, so this is always safe. */
  static Boundary line() {
    return new Boundary() {
      @Override
      int find(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && bytes[p] != '\n') {
          p++;
        }
        return p < to ? p : -1;
      }
    };
  }

  /** The end of a line after which a line begins with a brace: for text that spans lines. */
  static Boundary lineBeforeRecord() {
    return new Boundary() {
      @Override
      int find(byte[] bytes, int from, int to) {
        for (int p = from; p + 1 < to; p++) {
          if (bytes[p] == '\n' && bytes[p + 1] == '{') {
            return p;
          }
        }
        return -1;
      }

      @Override
      int tail() {
        return 1;
      }
    };
  }

  /** In an array with one element a line: the next line that goes on with it or closes it. */
  static Boundary elementLine() {
    return new Boundary() {
      @Override
      int find(byte[] bytes, int from, int to) {
        for (int p = from; p + 1 < to; p++) {
          int next = bytes[p + 1];
          if (bytes[p] == '\n' && (next == '{' || next == ',' || next == ']')) {
            return p;
          }
        }
        return -1;
      }

      @Override
      int tail() {
        return 1;
      }
    };
  }

  /** No way on: everything up to the end of the object is the damaged place. */
  static Boundary none() {
    return new Boundary() {
      @Override
      int find(byte[] bytes, int from, int to) {
        return -1;
      }
    };
  }

  /**
   * The comma before the next CloudTrail record: a comma, a brace, and {@code "eventVersion"} as
   * the first key. Inside a JSON string the quotes would be escaped, and a nested object would
   * follow a colon, so this does not mistake content for a record.
   */
  static Boundary trailRecord() {
    return new TrailRecord();
  }

  /** The end of the value that begins here; a line feed also ends it where a record is a line. */
  static Boundary valueEnd(boolean orLine) {
    return new ValueEnd(orLine);
  }

  private static final class TrailRecord extends Boundary {
    private static final byte[] KEY = "\"eventVersion\"".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 256;

    @Override
    int find(byte[] bytes, int from, int to) {
      for (int p = from; p < to; p++) {
        if (bytes[p] == ',' && matches(bytes, p + 1, to)) {
          return p;
        }
      }
      return -1;
    }

    private static boolean matches(byte[] bytes, int from, int to) {
      int p = blanks(bytes, from, to);
      if (p >= to || bytes[p] != '{') {
        return false;
      }
      p = blanks(bytes, p + 1, to);
      for (byte wanted : KEY) {
        if (p >= to || bytes[p++] != wanted) {
          return false;
        }
      }
      p = blanks(bytes, p, to);
      return p < to && bytes[p] == ':';
    }

    private static int blanks(byte[] bytes, int from, int to) {
      int p = from;
      while (p < to && (bytes[p] == ' ' || bytes[p] >= '\t' && bytes[p] <= '\r')) {
        p++;
      }
      return p;
    }

    @Override
    int tail() {
      return LONGEST;
    }
  }

  /** Counts braces outside strings, so depth costs an int and length costs nothing. */
  private static final class ValueEnd extends Boundary {
    private final boolean orLine;
    private long depth;
    private boolean inText;
    private boolean escaped;

    ValueEnd(boolean orLine) {
      this.orLine = orLine;
    }

    @Override
    int find(byte[] bytes, int from, int to) {
      for (int p = from; p < to; p++) {
        int c = bytes[p];
        if (c == '\n' && orLine) {
          return p;
        }
        if (inText) {
          inText = escaped || c != '"';
          escaped = !escaped && c == '\\';
        } else if (c == '"') {
          inText = true;
        } else if (c == '{' || c == '[') {
          depth++;
        } else if ((c == '}' || c == ']') && --depth <= 0) {
          return p + 1;
        }
      }
      return -1;
    }
  }
}
