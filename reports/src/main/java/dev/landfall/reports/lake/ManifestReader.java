package dev.landfall.reports.lake;

import dev.landfall.core.lake.Manifest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds and reads the newest manifest of a lake folder. */
final class ManifestReader {
  private static final Pattern NAME = Pattern.compile("v([0-9]{12})\\.json");

  /** A manifest may be retired between listing and reading; a new one then stands in its place. */
  private static final int TRIES = 5;

  private ManifestReader() {}

  static Manifest newest(Path lake) {
    for (int i = 1; ; i++) {
      Path file = lake.resolve("_manifests").resolve(Manifest.fileName(newestVersion(lake)));
      try {
        return LakeJson.mapper().readValue(Files.readAllBytes(file), Manifest.class);
      } catch (NoSuchFileException gone) {
        if (i == TRIES) {
          throw new LakeUnavailable(file, "manifests vanish while being read: " + file, gone);
        }
      } catch (IOException | RuntimeException e) {
        throw new LakeUnavailable(file, "cannot read the manifest " + file + ": " + e, e);
      }
    }
  }

  /** The highest published version. */
  static long newestVersion(Path lake) {
    Path folder = lake.resolve("_manifests");
    long newest = -1;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          newest = Math.max(newest, Long.parseLong(name.group(1)));
        }
      }
    } catch (IOException e) {
      throw new LakeUnavailable(folder, nothing(lake) + " (cannot list " + folder + ")", e);
    }
    if (newest < 0) {
      throw new LakeUnavailable(folder, nothing(lake));
    }
    return newest;
  }

  private static String nothing(Path lake) {
    return "the lake "
        + lake
        + " has no published version yet: run 'landfall replay', or 'landfall up' for a few"
        + " seconds";
  }
}
