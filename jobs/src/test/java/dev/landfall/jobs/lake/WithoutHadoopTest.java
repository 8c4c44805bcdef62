package dev.landfall.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What ships has no Hadoop on its class path; tests do, so this runs in a process that does not.
 */
class WithoutHadoopTest {
  @TempDir Path lake;

  @Test
  void rows_are_written_and_read_with_nothing_of_hadoop_on_the_class_path() throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !new File(entry).getName().startsWith("hadoop-"))
            .collect(Collectors.joining(File.pathSeparator));

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                WriteAndRead.class.getName(),
                lake.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("no Hadoop, 500 rows");
    assertThat(process.exitValue()).isZero();
  }

  /** Writes and reads calls, and says how many. */
  public static final class WriteAndRead {
    private WriteAndRead() {}

    public static void main(String[] arguments) throws Exception {
      LakeFiles files = LakeFiles.in(Path.of(arguments[0]));
      List<DataFileAdded> added;
      try (LakeWriter writer = new LakeWriter(files, WriterOptions.defaults())) {
        for (int n = 0; n < 500; n++) {
          writer.append(LakeSamples.full(LakeTable.CALLS, n));
        }
        added = writer.seal().files();
      }
      List<LakeRow> rows = LakeSamples.rows(files, LakeTable.CALLS, added.get(0).file().path());
      try {
        Class.forName("org.apache.hadoop.conf.Configuration");
        System.out.println("Hadoop is on the class path");
      } catch (ClassNotFoundException expected) {
        System.out.println("no Hadoop, " + rows.size() + " rows");
      }
    }
  }
}
