package dev.landfall.ingest.scan;

/**
 * The elements of an array that was already read whole, one by one.
 *
 * <p>Shape: elements that are no objects leave every field absent. Threads: one.
 */
public final class Items {
  private final JsonScanner scanner;
  private final Shape shape;
  private final Fields fields;
  private boolean open;

  public Items(int maxDepth, Shape shape, Fields fields) {
    this.scanner = new JsonScanner(maxDepth);
    this.shape = shape;
    this.fields = fields;
  }

  /** Stands before the first element of the array in a slot of another record. */
  public void open(Fields from, int slot) {
    open = from.kind(slot) == Fields.ARRAY;
    if (open) {
      scanner.open(from.bytes(), from.start(slot), from.limit());
      scanner.take();
      fields.reset(from.bytes(), from.limit());
    }
  }

  /** Reads the next element into the fields; false after the last. */
  public boolean next() {
    if (!open) {
      return false;
    }
    int c = scanner.peek();
    if (c == ',') {
      scanner.take();
      c = scanner.peek();
    }
    if (c == ']') {
      open = false;
      return false;
    }
    if (c == '{') {
      scanner.object(shape, fields);
    } else {
      fields.reset(fields.bytes(), fields.limit());
      scanner.skipValue();
    }
    return true;
  }

  /** Where the element just read ends. */
  public int position() {
    return scanner.position();
  }
}
