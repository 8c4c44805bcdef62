package dev.landfall.ingest.probe;

import dev.landfall.core.probe.ProbeSample;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples of one run, put in place file by file.
 *
 * <p>Shape: {@code dt=YYYY-MM-DD/<run id>-<n>.jsonl}, the day of the send, a line per sample. A
 * file appears whole by rename and never changes; what is not flushed when the process dies is
 * lost, and only the journal of what was spent knows of it. Threads: safe.
 */
final class SampleFiles {
  private final Path folder;
  private final String runId;
  private final List<ProbeSample> waiting = new ArrayList<>();
  private int files;

  SampleFiles(Path folder, String runId) {
    this.folder = folder;
    this.runId = runId;
  }

  synchronized void add(ProbeSample sample) {
    waiting.add(sample);
  }

  /** Puts everything that waits in place. */
  synchronized void flush() throws IOException {
    Map<LocalDate, StringBuilder> days = new TreeMap<>();
    for (ProbeSample sample : waiting) {
      LocalDate day = SpendBook.day(Math.floorDiv(sample.timing().sentAtMicros(), 1000L));
      days.computeIfAbsent(day, d -> new StringBuilder())
          .append(SampleLine.of(sample))
          .append('\n');
    }
    for (Map.Entry<LocalDate, StringBuilder> day : days.entrySet()) {
      Path in = Files.createDirectories(folder.resolve("dt=" + day.getKey()));
      String name = runId + '-' + files + ".jsonl";
      Path draft = in.resolve('.' + name + ".tmp");
      try (OutputStream out = Files.newOutputStream(draft)) {
        out.write(day.getValue().toString().getBytes(StandardCharsets.UTF_8));
      }
      Files.move(draft, in.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      files++;
    }
    waiting.clear();
  }
}
