package dev.landfall.web.cli;

import java.util.Locale;

/** One line on the terminal that is written over; nothing where nobody watches. */
final class ProgressLine {
  private static final String FRAMES = "⣾⣽⣻⢿⡿⣟⣯⣷";

  private final Io io;
  private final String what;
  private final long startedAt;
  private int frame;
  private int width;

  ProgressLine(Io io, String what) {
    this.io = io;
    this.what = what;
    this.startedAt = io.clock().millis();
  }

  /** Records and decompressed bytes so far; 0 records shows the time only. */
  synchronized void show(long records, long bytes) {
    if (!io.terminal()) {
      return;
    }
    double seconds = Math.max(0.001, (io.clock().millis() - startedAt) / 1000.0);
    String figures =
        records == 0
            ? String.format(Locale.ENGLISH, "%.0f s", seconds)
            : String.format(
                Locale.ENGLISH,
                "%,d records, %,.0f MB, %,.0f records/s, %.0f s",
                records,
                bytes / 1e6,
                records / seconds,
                seconds);
    String line = FRAMES.charAt(frame++ % FRAMES.length()) + " " + what + ": " + figures;
    io.err().print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    io.err().flush();
    width = line.length();
  }

  synchronized void done() {
    if (io.terminal() && width > 0) {
      io.err().print("\r" + " ".repeat(width) + "\r");
      io.err().flush();
    }
    width = 0;
  }
}
