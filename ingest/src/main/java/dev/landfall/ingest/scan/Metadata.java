package dev.landfall.ingest.scan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the request-metadata keys that the policy names.
 *
 * <p>Missing: a key that is absent, or whose value is no string, is left out. Every other key is
 * skipped unread, for people write names and ticket texts there.
 */
public final class Metadata {
  private final List<String> keys;
  private final Shape shape;
  private final Fields values;
  private final JsonScanner scanner;

  public Metadata(Set<String> keys, int maxDepth, StringCache strings) {
    this.keys = List.copyOf(new TreeSet<>(keys));
    this.shape = Shape.ofKeys(this.keys);
    this.values = new Fields(this.keys.size(), strings);
    this.scanner = new JsonScanner(maxDepth);
  }

  public void read(Fields from, Field field, Map<String, String> into) {
    if (keys.isEmpty() || from.kind(field.slot()) != Fields.OBJECT) {
      return;
    }
    scanner.open(from.bytes(), from.start(field.slot()), from.limit());
    scanner.object(shape, values);
    for (int i = 0; i < keys.size(); i++) {
      String value = values.shared(i);
      if (value != null) {
        into.put(keys.get(i), value);
      }
    }
  }
}
