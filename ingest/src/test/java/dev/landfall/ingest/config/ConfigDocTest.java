package dev.landfall.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ConfigDocTest {
  private static final Path DOC = Path.of("../docs/configuration.md");
  // Keys that the organisation chooses itself.
  private static final Set<String> OWN = Set.of("project");

  @Test
  void every_key_is_documented() throws Exception {
    Set<String> keys = new TreeSet<>();
    Map<String, String> env = Map.of("PD_KEY", "x", "SLACK_URL", "x", "HOOK_SECRET", "x");
    for (String file : List.of("config/ok/every-key.yaml", "policy/ok/as-documented.yaml")) {
      for (Value document : YamlFile.documents(Path.of("src/test/resources").resolve(file), env)) {
        collect(document, keys);
      }
    }
    keys.removeAll(OWN);
    String doc = Files.readString(DOC);

    assertThat(keys)
        .hasSizeGreaterThan(60)
        .allSatisfy(key -> assertThat(doc).contains("`" + key + "`"));
  }

  private static void collect(Value value, Set<String> keys) throws ConfigProblem {
    if (value.isList()) {
      for (Value item : value.list()) {
        collect(item, keys);
      }
    } else if (value.isGroup()) {
      for (Map.Entry<String, Value> entry : value.entries().entrySet()) {
        keys.add(entry.getKey());
        collect(entry.getValue(), keys);
      }
    }
  }
}
