package dev.landfall.ingest.scan;

import org.jspecify.annotations.Nullable;

/**
 * Walks JSON in a byte array without making objects of it.
 *
 * <p>Shape: a cursor over {@code bytes[pos, limit)}. The whole grammar of RFC 8259 is checked, also
 * in values that are skipped; text that is not UTF-8 is let through. Nothing recurses but the
 * descent into a {@link Shape}, whose depth is fixed. The array must hold {@link #SLACK} zero bytes
 * from {@code limit} on unless the text is known to be whole: they end every inner loop, so that no
 * loop compares positions. Errors: {@link Stop}. Threads: one.
 */
public final class JsonScanner {
  /** Zero bytes wanted after the last byte of text. */
  public static final int SLACK = 8;

  private final int maxDepth;
  private final long[] nesting;
  private byte[] bytes = new byte[SLACK];
  private int pos;
  private int limit;
  private boolean containersSeen;
  private int textStart;
  private int textEnd;
  private boolean textEscaped;

  public JsonScanner(int maxDepth) {
    this.maxDepth = maxDepth;
    this.nesting = new long[maxDepth / 64 + 1];
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
    object(shape, fields, 1);
  }

  /** Skips one value of any kind; a container counts as the first level of nesting. */
  public void skipValue() {
    skipValue(0);
  }

  /** After a container's bracket: one more {@code , "key": value} of the object around it. */
  public void member() {
    if (peek() != ',') {
      throw Stop.malformed();
    }
    pos++;
    key();
    colon();
    skipValue(1);
  }

  private void object(Shape shape, Fields fields, int depth) {
    if (depth > maxDepth) {
      throw Stop.deep();
    }
    pos++;
    if (peek() == '}') {
      pos++;
      return;
    }
    for (; ; ) {
      key();
      int entry = shape.find(bytes, textStart, textEnd, textEscaped);
      colon();
      if (entry < 0) {
        skipValue(depth);
      } else {
        value(shape, entry, fields, depth);
      }
      int c = peek();
      pos++;
      if (c == '}') {
        return;
      }
      if (c != ',') {
        pos--;
        throw Stop.malformed();
      }
    }
  }

  private void value(Shape shape, int entry, Fields fields, int depth) {
    int c = peek();
    int start = pos;
    Shape child = shape.child(entry);
    byte kind;
    if (c == '"') {
      string();
      fields.set(
          shape.slot(entry), textEscaped ? Fields.ESCAPED : Fields.STRING, textStart, textEnd);
      return;
    }
    if (c == '{') {
      kind = Fields.OBJECT;
      if (child == null) {
        skipValue(depth);
      } else {
        object(child, fields, depth + 1);
      }
    } else if (c == '[') {
      kind = Fields.ARRAY;
      if (containersSeen && depth == 1 && shape.isContainer(entry)) {
        pos++;
        throw Stop.container();
      }
      array(shape.element(entry), fields, depth);
    } else {
      kind = scalar(c);
    }
    fields.set(shape.slot(entry), kind, start, pos);
  }

  private void array(@Nullable Shape element, Fields fields, int depth) {
    if (element == null) {
      skipValue(depth);
      return;
    }
    if (depth + 1 > maxDepth) {
      throw Stop.deep();
    }
    pos++;
    if (peek() == ']') {
      pos++;
      return;
    }
    for (; ; ) {
      if (peek() == '{') {
        object(element, fields, depth + 2);
      } else {
        skipValue(depth + 1);
      }
      int c = peek();
      pos++;
      if (c == ']') {
        return;
      }
      if (c != ',') {
        pos--;
        throw Stop.malformed();
      }
    }
  }

  private void key() {
    if (peek() != '"') {
      throw Stop.malformed();
    }
    string();
  }

  private void colon() {
    if (peek() != ':') {
      throw Stop.malformed();
    }
    pos++;
  }

  /** Iterative, with one bit a level for what is open: nesting costs no stack. */
  private void skipValue(int outer) {
    int depth = outer;
    for (; ; ) {
      int c = peek();
      if (c == '{' || c == '[') {
        boolean object = c == '{';
        if (++depth > maxDepth) {
          throw Stop.deep();
        }
        mark(depth, object);
        pos++;
        if (peek() != (object ? '}' : ']')) {
          if (object) {
            key();
            colon();
          }
          continue;
        }
        pos++;
        depth--;
      } else if (c == '"') {
        string();
      } else {
        scalar(c);
      }
      depth = close(depth, outer);
      if (depth < 0) {
        return;
      }
    }
  }

  /** After a value: closes what ends here; the depth at which the next value stands, or -1. */
  private int close(int open, int outer) {
    int depth = open;
    while (depth > outer) {
      int c = peek();
      boolean object = (nesting[depth >>> 6] >>> depth & 1) != 0;
      if (c == ',') {
        pos++;
        if (object) {
          key();
          colon();
        }
        return depth;
      }
      if (c != (object ? '}' : ']')) {
        throw Stop.malformed();
      }
      pos++;
      depth--;
    }
    return -1;
  }

  private void mark(int depth, boolean object) {
    if (object) {
      nesting[depth >>> 6] |= 1L << depth;
    } else {
      nesting[depth >>> 6] &= ~(1L << depth);
    }
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

  /** At an opening quote: finds the closing one and notes what lies between. */
  private void string() {
    int p = pos + 1;
    textStart = p;
    textEscaped = false;
    for (; ; ) {
      p = PlainText.end(bytes, p);
      int c = bytes[p];
      if (c == '"') {
        textEnd = p;
        pos = p + 1;
        return;
      }
      if (c != '\\') {
        throw stopped(p);
      }
      textEscaped = true;
      p = escape(p);
    }
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
