package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeFiles;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The embedded job's checkpoints, kept below the lake: which is the newest one to go on from.
 *
 * <p>Shape: {@code _checkpoints/<job id>/chk-<n>/_metadata}; the job id never changes, so the
 * greatest number is the newest. A checkpoint is complete when its metadata is there, which Flink
 * puts in place whole.
 */
final class Checkpoints {
  /** The one job of a lake, whatever process runs it. */
  static final String JOB_ID = "1a2df411000000000000000000000001";

  private static final Pattern FILE = Pattern.compile("chk-([0-9]+)/(.+)");
  private static final String METADATA = "_metadata";

  private Checkpoints() {}

  /** As Flink names it, a URI. */
  static Optional<String> newest(LakePlace lake) throws IOException {
    LakePlace folder = folder(lake);
    return complete(LakeFiles.at(folder).list("")).stream()
        .max(Comparator.naturalOrder())
        .map(number -> folder.uri() + "/chk-" + number);
  }

  /** Removes checkpoints that a killed job left half written, so that their numbers are free. */
  static void removeIncomplete(LakePlace lake) throws IOException {
    LakeFiles files = LakeFiles.at(folder(lake));
    List<LakeFiles.Entry> entries = files.list("");
    Set<Long> complete = complete(entries);
    for (LakeFiles.Entry entry : entries) {
      Matcher matcher = FILE.matcher(entry.path());
      if (matcher.matches() && !complete.contains(Long.parseLong(matcher.group(1)))) {
        files.delete(entry.path());
      }
    }
  }

  private static Set<Long> complete(List<LakeFiles.Entry> entries) {
    Set<Long> complete = new HashSet<>();
    for (LakeFiles.Entry entry : entries) {
      Matcher matcher = FILE.matcher(entry.path());
      if (matcher.matches() && matcher.group(2).equals(METADATA)) {
        complete.add(Long.parseLong(matcher.group(1)));
      }
    }
    return complete;
  }

  private static LakePlace folder(LakePlace lake) {
    return WorkFolders.checkpoints(lake).below(JOB_ID);
  }
}
