package dev.landfall.ingest.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Witness;
import dev.landfall.ingest.generate.Generator;
import dev.landfall.ingest.generate.GeneratorOptions;
import dev.landfall.ingest.layout.AwsLayout;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts of generated logs, parsed, against the truth that the generator wrote beside them. */
class GeneratedLogsTest {
  @TempDir Path folder;

  @Test
  void counts_equal_the_truth() throws Exception {
    new Generator(GeneratorOptions.of(folder, 3000, 11)).run();
    Caught all = new Caught();
    Map<String, Long> ignored = new TreeMap<>();
    ParseOptions options = new ParseOptions(Limits.DEFAULT, Set.of());
    try (Stream<Path> files = Files.walk(folder.resolve("logs"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (AwsLayout.describe(file.toString()).isSkipped()) {
          continue;
        }
        read(file, all, options);
      }
    }
    all.ignored.forEach(reason -> ignored.merge(reason, 1L, Long::sum));
    if (!all.surfaces.isEmpty()) {
      ignored.put("surface", (long) all.surfaces.size());
    }
    JsonNode truth = new ObjectMapper().readTree(folder.resolve("truth.json").toFile());
    Map<String, Long> wanted = new TreeMap<>();
    truth.get("ignored").properties().forEach(e -> wanted.put(e.getKey(), e.getValue().asLong()));
    Set<Object> calls = new HashSet<>();
    all.witnesses.forEach(w -> calls.add(w.key()));
    assertThat(all.reasons()).hasSize(truth.get("rejected").asInt());
    assertThat(ignored).isEqualTo(wanted);
    assertThat(all.changes).hasSize(truth.get("changes").asInt());
    assertThat(all.witnesses.stream().filter(Witness::addendum).count())
        .isEqualTo(truth.get("addenda").asLong());
    assertThat(calls).hasSize(truth.get("calls").asInt());
    assertThat(all.records()).isEqualTo(truth.get("records_read").asLong());
    truth
        .get("canaries")
        .forEach(canary -> assertThat(all.outputs()).doesNotContain(canary.asText()));
  }

  private static void read(Path file, Caught into, ParseOptions options) throws Exception {
    long size = Files.size(file);
    long modified = Files.getLastModifiedTime(file).toMillis();
    ObjectRef ref = new ObjectRef(file.toString(), PlaceKind.OBJECT, size, modified, modified);
    try (InputStream in = Files.newInputStream(file);
        ObjectCursor cursor = ObjectCursor.open(ref, in, options)) {
      while (cursor.next(into)) {
        // one record each
      }
      LakeRow row = cursor.objectRow();
      assertThat(row.get("records")).isEqualTo(cursor.position());
      assertThat(row.get("kind")).isEqualTo(AwsLayout.describe(file.toString()).kind());
    }
  }
}
