package dev.landfall.ingest.probe;

import dev.landfall.core.quota.QuotaKey;
import dev.landfall.ingest.probe.QuotaWindowRun.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;

/** The catalogue's file of quotas measured: {@code quota_windows.csv}, one more row per test. */
public final class QuotaWindowFile {
  private static final String NAME = "quota_windows.csv";
  private static final String HEADING =
      "model,source_region,quota_row,window,cache_reads_reserved,valid_from,valid_to,source,note\n";

  private QuotaWindowFile() {}

  public static String row(Found found, LocalDate day) {
    QuotaKey quota = found.quota();
    return String.join(
            ",",
            quota.model(),
            quota.sourceRegion(),
            quota.quotaRow(),
            found.result().window().word(),
            found.result().cacheReadsReserved().word(),
            day.toString(),
            "",
            "measured by landfall probe quota-window " + found.runId(),
            quoted(
                "window: %s; cache: %s"
                    .formatted(
                        found.result().window().why(), found.result().cacheReadsReserved().why())))
        + '\n';
  }

  /** Adds the row; of rows of one day the last one counts. Gives the file. */
  public static Path add(Path catalogueFolder, Found found, LocalDate day) throws IOException {
    Files.createDirectories(catalogueFolder);
    Path file = catalogueFolder.resolve(NAME);
    String before = Files.exists(file) ? Files.readString(file) : HEADING;
    String text = before + (before.endsWith("\n") ? "" : "\n") + row(found, day);
    Path draft = catalogueFolder.resolve('.' + NAME + ".tmp");
    Files.writeString(draft, text);
    return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
