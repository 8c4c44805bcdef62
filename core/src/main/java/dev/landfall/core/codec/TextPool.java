package dev.landfall.core.codec;

import java.util.HashMap;
import java.util.Map;

/** One object for each text met, as long as there are not too many. Threads: one owner. */
public final class TextPool {
  private static final int REMEMBERED = 1 << 15;
  private final Map<String, String> known = new HashMap<>();

  public String shared(String text) {
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    String before = known.putIfAbsent(text, text);
    return before == null ? text : before;
  }
}
