import dev.landfall.core.lake.LakeTable;
import dev.landfall.reports.lake.ContentDump;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares two lakes row by row in every table that comes from the sources: exit 0 same, 1 not.
 *
 * <p>java -cp 'web/target/dist/lib/*' bench/CompareLakes.java WANTED ACTUAL
 */
public final class CompareLakes {
  private static final Set<LakeTable> NOT_FROM_SOURCES =
      Set.of(LakeTable.ALERTS, LakeTable.DELIVERIES, LakeTable.PROBES);

  public static void main(String[] args) {
    boolean same = true;
    try (Lake wanted = Lake.open(Path.of(args[0]), LakeOptions.standard());
        Lake actual = Lake.open(Path.of(args[1]), LakeOptions.standard())) {
      for (LakeTable table : LakeTable.values()) {
        if (!NOT_FROM_SOURCES.contains(table)) {
          List<String> left = standing(ContentDump.lines(wanted, table));
          List<String> right = standing(ContentDump.lines(actual, table));
          if (!left.equals(right)) {
            same = false;
            Set<String> missing = new HashSet<>(left);
            missing.removeAll(right);
            System.err.println(
                table.id() + ": " + left.size() + " wanted, " + right.size() + " there, "
                    + missing.size() + " missing or different");
          }
        }
      }
    }
    System.exit(same ? 0 : 1);
  }

  /** A finding that lost its last ground to a record that came late is on record in one lake only. */
  private static List<String> standing(List<String> lines) {
    return lines.stream()
        .filter(line -> !(line.startsWith("finding_id=") && line.contains("\toccurrences=0\t")))
        .toList();
  }
}
