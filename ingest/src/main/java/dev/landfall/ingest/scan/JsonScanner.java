package dev.landfall.ingest.scan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks JSON in a byte array without making objects of it.
 *
 * <p>Shape: a cursor over {@code bytes[pos, limit)}. The whole grammar of RFC 8259 is checked, also
 * in values that are skipped; text that is not UTF-8 is let through. Nothing recurses. The array
 * must hold {@link #SLACK} zero bytes from {@code limit} on unless the text is known to be whole:
 * they end every inner loop, so that no loop compares positions. Errors: {@link Stop}. Threads:
 * one.
 */
public final class JsonScanner {
  /** Zero bytes wanted after the last byte of text. */
  public static final int SLACK = 8;

  /** What goes on when a container that has a shape ends. */
  private static final class Open {
    @Nullable Shape shape;
    boolean array;
    int slot;
    int start;

    void set(Shape outer, boolean outerArray, int container, int bracket) {
      shape = outer;
      array = outerArray;
      slot = container;
      start = bracket;
    }
  }

  private final int maxDepth;
  private final long[] nesting;
  private final Open[] open = new Open[Shape.LEVELS];
  private byte[] bytes = new byte[SLACK];
  private int pos;
  private int limit;
  private boolean containersSeen;

  public JsonScanner(int maxDepth) {
    this.maxDepth = maxDepth;
    this.nesting = new long[maxDepth / 64 + 1];
    for (int i = 0; i < open.length; i++) {
      open[i] = new Open();
    }
  }

  /** Stands at {@code from}; a {@code Records} array at the top is then an ordinary value. */
  public void open(byte[] text, int from, int end) {
    bytes = text;
    pos = from;
    limit = end;
    containersSeen = false;
  }

  /** Makes the next top-level {@code Records} array stop the scan inside its bracket. */
  public void expectContainers() {
    containersSeen = true;
  }

  public int position() {
    return pos;
  }

  public void moveTo(int position) {
    pos = position;
  }

  /** Skips white space and returns the next byte without taking it. */
  public int peek() {
    byte[] b = bytes;
    int p = pos;
    int c = b[p];
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      c = b[++p];
    }
    pos = p;
    if (p >= limit) {
      throw Stop.more();
    }
    return c;
  }

  /** Takes one byte that {@link #peek} has shown. */
  public void take() {
    pos++;
  }

  /** Reads an object at the current brace, keeping what the shape names. */
  public void object(Shape shape, Fields fields) {
    fields.reset(bytes, limit);
    walk(shape, fields);
  }

  /** Skips one value of any kind; a container counts as the first level of nesting. */
  public void skipValue() {
    skip(0);
  }

  /** After a container's bracket: one more {@code , "key": value} of the object around it. */
  public void member() {
    if (peek() != ',') {
      throw Stop.malformed();
    }
    pos = key(pos + 1);
    skip(1);
  }

  /**
   * From an object's brace to behind its end. One loop for all levels that have a shape, with a
   * small stack of its own: a method that called itself would be compiled many times over.
   */
  private void walk(Shape top, Fields fields) {
    byte[] b = bytes;
    Shape shape = top;
    boolean array = false;
    boolean fresh = true;
    int level = 0;
    int p = deeper(pos, 1);
    for (; ; ) {
      int c = b[p];
      if (c <= ' ') {
        p = blanks(p);
        c = b[p];
      }
      if (c == (array ? ']' : '}')) {
        p++;
        if (level == 0) {
          pos = p;
          return;
        }
        Open outer = open[--level];
        fields.set(outer.slot, array ? Fields.ARRAY : Fields.OBJECT, outer.start, p);
        shape = Objects.requireNonNull(outer.shape);
        array = outer.array;
        fresh = false;
        continue;
      }
      if (!fresh) {
        if (c != ',') {
          throw stopped(p);
        }
        c = b[++p];
      }
      fresh = false;
      int entry = -1;
      if (!array) {
        if (c != '"') {
          p = blanks(p);
          if (b[p] != '"') {
            throw stopped(p);
          }
        }
        int q = PlainText.end(b, p + 1);
        if (b[q] == '"') {
          entry = shape.find(b, p + 1, q);
        } else {
          q = escapedText(q);
          entry = shape.findEscaped(b, p + 1, q);
        }
        p = colon(q + 1);
        c = b[p];
      }
      if (c <= ' ') {
        p = blanks(p);
        c = b[p];
      }
      int slot = entry < 0 ? -1 : shape.slot(entry);
      if (c == '"') {
        int q = PlainText.end(b, p + 1);
        byte kind = Fields.STRING;
        if (b[q] != '"') {
          q = escapedText(q);
          kind = Fields.ESCAPED;
        }
        fields.set(slot, kind, p + 1, q);
        p = q + 1;
        continue;
      }
      int start = p;
      Shape child = null;
      if (c == '{') {
        child = array ? shape : entry < 0 ? null : shape.child(entry);
      } else if (c == '[' && entry >= 0) {
        if (containersSeen && level == 0 && shape.isContainer(entry)) {
          pos = p + 1;
          throw Stop.container();
        }
        child = shape.element(entry);
      }
      if (child != null) {
        open[level++].set(shape, array, slot, start);
        p = deeper(p, level + 1);
        shape = child;
        array = c == '[';
        fresh = true;
      } else {
        pos = p;
        byte kind = skip(level + 1);
        p = pos;
        fields.set(slot, kind, start, p);
      }
    }
  }

  /** Behind a bracket that opens this level. */
  private int deeper(int bracket, int depth) {
    if (depth > maxDepth) {
      pos = bracket;
      throw Stop.deep();
    }
    return bracket + 1;
  }

  /**
   * Skips one value and tells its kind. Iterative, with one bit a level for what is open: nesting
   * costs no stack.
   */
  private byte skip(int outer) {
    byte[] b = bytes;
    int p = blanks(pos);
    byte kind = b[p] == '{' ? Fields.OBJECT : b[p] == '[' ? Fields.ARRAY : Fields.STRING;
    int depth = outer;
    for (; ; ) {
      int c = b[p];
      if (c <= ' ') {
        p = blanks(p);
        c = b[p];
      }
      if (c == '"') {
        p = text(p);
      } else if (c == '{' || c == '[') {
        p = deeper(p, ++depth);
        boolean object = c == '{';
        mark(depth, object);
        p = blanks(p);
        // a closing bracket is two behind its opening one
        if (b[p] != c + 2) {
          p = object ? key(p) : p;
          continue;
        }
        p++;
        depth--;
      } else {
        pos = p;
        byte scalar = scalar(c);
        p = pos;
        kind = depth == outer ? scalar : kind;
      }
      for (; ; ) {
        if (depth == outer) {
          pos = p;
          return kind;
        }
        c = b[p];
        if (c <= ' ') {
          p = blanks(p);
          c = b[p];
        }
        boolean object = (nesting[depth >>> 6] >>> depth & 1) != 0;
        if (c == ',') {
          p = object ? key(p + 1) : p + 1;
          break;
        }
        if (c != (object ? '}' : ']')) {
          throw stopped(p);
        }
        p++;
        depth--;
      }
    }
  }

  private void mark(int depth, boolean object) {
    if (object) {
      nesting[depth >>> 6] |= 1L << depth;
    } else {
      nesting[depth >>> 6] &= ~(1L << depth);
    }
  }

  /** The next byte that is no white space. */
  private int blanks(int from) {
    byte[] b = bytes;
    int p = from;
    while (b[p] == ' ' || b[p] == '\n' || b[p] == '\r' || b[p] == '\t') {
      p++;
    }
    return p;
  }

  /** Over a key and its colon. */
  private int key(int from) {
    int p = from;
    if (bytes[p] != '"') {
      p = blanks(p);
      if (bytes[p] != '"') {
        throw stopped(p);
      }
    }
    return colon(text(p));
  }

  private int colon(int from) {
    int p = from;
    if (bytes[p] != ':') {
      p = blanks(p);
      if (bytes[p] != ':') {
        throw stopped(p);
      }
    }
    return p + 1;
  }

  /** From an opening quote to behind the closing one. */
  private int text(int quote) {
    int p = PlainText.end(bytes, quote + 1);
    return bytes[p] == '"' ? p + 1 : escapedText(p) + 1;
  }

  private byte scalar(int c) {
    switch (c) {
      case 't' -> {
        literal("true");
        return Fields.TRUE;
      }
      case 'f' -> {
        literal("false");
        return Fields.FALSE;
      }
      case 'n' -> {
        literal("null");
        return Fields.NULL;
      }
      default -> {
        number(c);
        return Fields.NUMBER;
      }
    }
  }

  private void literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (bytes[pos] != word.charAt(i)) {
        throw stopped(pos);
      }
      pos++;
    }
  }

  private void number(int first) {
    int p = first == '-' ? pos + 1 : pos;
    p = digits(p);
    if (bytes[p] == '.') {
      p = digits(p + 1);
    }
    if ((bytes[p] | 0x20) == 'e') {
      p++;
      if (bytes[p] == '+' || bytes[p] == '-') {
        p++;
      }
      p = digits(p);
    }
    if (p >= limit) {
      throw Stop.more();
    }
    pos = p;
  }

  private int digits(int from) {
    int p = from;
    while (bytes[p] >= '0' && bytes[p] <= '9') {
      p++;
    }
    if (p == from || p > limit) {
      throw stopped(p);
    }
    return p;
  }

  /** The closing quote of a text whose first run of ordinary characters ends here. */
  private int escapedText(int runEnd) {
    int p = runEnd;
    while (bytes[p] != '"') {
      if (bytes[p] != '\\') {
        throw stopped(p);
      }
      p = PlainText.end(bytes, escape(p));
    }
    return p;
  }

  private int escape(int backslash) {
    int p = backslash + 1;
    switch (bytes[p]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return p + 1;
      }
      case 'u' -> {
        for (int i = 1; i <= 4; i++) {
          if (Character.digit(bytes[p + i], 16) < 0) {
            throw stopped(p + i);
          }
        }
        return p + 5;
      }
      default -> throw stopped(p);
    }
  }

  /** What cannot be read on at {@code p}: the text ends there, or it is damaged there. */
  private Stop stopped(int p) {
    pos = Math.min(p, limit);
    return p >= limit ? Stop.more() : Stop.malformed();
  }
}
