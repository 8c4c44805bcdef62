package dev.landfall.core.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern in which {@code *} stands for any text, the empty one too; nothing else is special.
 *
 * <p>Compiled once and matched without regular expressions: the judge asks it for every new caller.
 */
public final class Glob {
  private final String pattern;
  private final List<String> parts;

  private Glob(String pattern) {
    this.pattern = pattern;
    List<String> list = new ArrayList<>();
    int from = 0;
    for (int star = pattern.indexOf('*'); star >= 0; star = pattern.indexOf('*', from)) {
      list.add(pattern.substring(from, star));
      from = star + 1;
    }
    list.add(pattern.substring(from));
    this.parts = List.copyOf(list);
  }

  public static Glob of(String pattern) {
    return new Glob(pattern);
  }

  public String pattern() {
    return pattern;
  }

  /** Characters that are not a star: of two patterns that match, the longer one is more exact. */
  public int literalLength() {
    return pattern.length() - (parts.size() - 1);
  }

  public boolean matches(String text) {
    String first = parts.get(0);
    if (parts.size() == 1) {
      return text.equals(first);
    }
    String last = parts.get(parts.size() - 1);
    if (text.length() < first.length() + last.length()
        || !text.startsWith(first)
        || !text.endsWith(last)) {
      return false;
    }
    int from = first.length();
    int end = text.length() - last.length();
    for (int i = 1; i < parts.size() - 1; i++) {
      int found = text.indexOf(parts.get(i), from);
      if (found < 0 || found + parts.get(i).length() > end) {
        return false;
      }
      from = found + parts.get(i).length();
    }
    return true;
  }

  @Override
  public String toString() {
    return pattern;
  }
}
