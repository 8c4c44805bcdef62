package dev.landfall.jobs.audittrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The runtime properties of an application of Amazon Managed Service for Apache Flink.
 *
 * <p>Shape: a JSON list of groups, {@code [{"PropertyGroupId": "…", "PropertyMap": {"…": "…"}}]}.
 * Source: Managed Service for Apache Flink Developer Guide, "Runtime properties" and the Python
 * tutorial, which reads them from {@code /etc/flink/application_properties.json}; the same file is
 * what AWS's own Java helper reads.
 */
final class RuntimeProperties {
  static final Path FILE = Path.of("/etc/flink/application_properties.json");
  private static final long MAX_BYTES = 4 << 20;

  private RuntimeProperties() {}

  /** One group's properties; empty if the group is not there. */
  static Map<String, String> group(Path file, String id) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file + " is not there: outside the managed service say --config landfall.yaml");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is larger than 4 MiB");
    }
    JsonNode groups = new JsonMapper().readTree(Files.readAllBytes(file));
    if (groups == null || !groups.isArray()) {
      throw new IOException(file + " is not a list of property groups");
    }
    Map<String, String> properties = new TreeMap<>();
    for (JsonNode group : groups) {
      if (group.path("PropertyGroupId").asText().equals(id)) {
        group
            .path("PropertyMap")
            .properties()
            .forEach(entry -> properties.put(entry.getKey(), entry.getValue().asText()));
      }
    }
    return properties;
  }
}
