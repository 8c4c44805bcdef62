package dev.landfall.core.catalogue;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The text of one CSV file.
 *
 * @param table name without {@code .csv}: regions, profiles, burndown, quotas, maxima, prices,
 *     application_profiles or quota_windows
 * @param origin what messages call the file
 */
public record CatalogueFile(String table, String origin, String text) implements Serializable {

  /** Every {@code .csv} file of a folder, by name. */
  public static List<CatalogueFile> folder(Path folder) throws IOException {
    List<CatalogueFile> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path path : entries.sorted().toList()) {
        String name = String.valueOf(path.getFileName());
        if (name.endsWith(".csv")) {
          files.add(
              new CatalogueFile(
                  name.substring(0, name.length() - 4), path.toString(), Files.readString(path)));
        }
      }
    }
    return files;
  }
}
