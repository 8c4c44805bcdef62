package dev.landfall.ingest.lookup;

import dev.landfall.ingest.aws.AwsFault;
import dev.landfall.ingest.lookup.EventPages.NoPage;
import dev.landfall.ingest.lookup.EventPages.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads windows whole: all pages of one, or nothing of it.
 *
 * <p>Pages come newest first, so what has been read before the last page says nothing of the
 * window's beginning. A window with too much in it is given up and a narrower one taken in its
 * place; the width follows what the windows before held. Memory: one window, at most {@link
 * #MOST_BYTES} of text unless a single second holds more. Threads: one.
 */
final class WindowReader {
  /** Twenty seconds of reading: what a restart in the middle of a window costs. */
  static final int MOST_PAGES = 40;

  static final long MOST_BYTES = 32L << 20;
  private static final int FEW_PAGES = 5;
  private static final int PATIENCE = 3;
  private static final long FIRST_WIDTH = 15 * 60_000L;
  private static final long GREATEST_WIDTH = 24 * 3_600_000L;

  private final EventPages pages;
  private final EventLane lane;
  private long width = FIRST_WIDTH;

  WindowReader(EventPages pages, EventLane lane) {
    this.pages = pages;
    this.lane = lane;
  }

  /** A whole window, its events oldest first, each once. */
  record Whole(EventWindow window, List<LookedUpEvent> events) {}

  /** Reads the window at the cursor; it begins at the cursor's position. */
  Whole read(LaneCursor cursor) throws NoPage, InterruptedException {
    int expired = 0;
    while (true) {
      EventWindow window = cursor.next(width);
      try {
        Whole whole = whole(window);
        if (whole != null) {
          return whole;
        }
      } catch (NoPage e) {
        expired++;
        if (e.fault().kind() != AwsFault.Kind.EXPIRED || expired > PATIENCE) {
          throw e;
        }
        // a token lived too short for this window: a narrower one needs fewer
        narrow(window.length() / 2);
      }
    }
  }

  /** Null: the window holds more than is read at once, and the next try is narrower. */
  private @Nullable Whole whole(EventWindow window) throws NoPage, InterruptedException {
    List<LookedUpEvent> events = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    boolean divisible = window.length() > EventWindow.SECOND;
    long bytes = 0;
    int read = 0;
    String token = null;
    do {
      Page page = pages.page(lane, window, token);
      read++;
      for (LookedUpEvent event : page.events()) {
        // what becomes visible between two pages can push an event onto the next page once more
        if (event.id().isEmpty() || ids.add(event.id())) {
          events.add(event);
          bytes += event.record().length();
        }
      }
      token = page.next();
      if (token != null && divisible && (read >= MOST_PAGES || bytes > MOST_BYTES)) {
        narrow(fitting(window, events));
        return null;
      }
    } while (token != null);
    if (read < FEW_PAGES) {
      width = Math.min(GREATEST_WIDTH, width * (events.isEmpty() ? 4 : 2));
    }
    Collections.reverse(events);
    return new Whole(window, events);
  }

  /** How wide a window is half of what could be read of this one, counted from its new end. */
  private static long fitting(EventWindow window, List<LookedUpEvent> events) {
    long oldest = events.isEmpty() ? window.from() : events.get(events.size() - 1).at();
    return Math.min(window.length(), window.to() - oldest) / 2;
  }

  private void narrow(long wanted) {
    long halved = Math.min(wanted, width / 2);
    width = Math.max(EventWindow.SECOND, halved / EventWindow.SECOND * EventWindow.SECOND);
  }
}
