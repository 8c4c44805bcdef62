package dev.landfall.reports.explain;

import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.totals.LeftCalls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lake has no such id, or several begin with it; the message says which and what to do. */
public final class NoStory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> candidates;
  private final transient @Nullable String left;

  NoStory(String message, List<String> candidates) {
    super(message);
    this.candidates = List.copyOf(candidates);
    this.left = null;
  }

  private NoStory(String message, @Nullable String left) {
    super(left == null ? message : message + "; " + left);
    this.candidates = List.of();
    this.left = left;
  }

  /** There is none, as far as the lake can say: it keeps calls of some days only. */
  static NoStory none(String message, Lake lake) {
    return new NoStory(
        message,
        LeftCalls.keptFrom(lake)
            .map(
                from ->
                    "calls before %s have left it by retention, and it may have been one of them"
                        .formatted(from.toString().substring(0, 10)))
            .orElse(null));
  }

  /** Why the lake cannot say that there never was such a call; null: it can. */
  public @Nullable String left() {
    return left;
  }

  /** Ids that begin as asked; empty: there is none. */
  public List<String> candidates() {
    return candidates;
  }
}
