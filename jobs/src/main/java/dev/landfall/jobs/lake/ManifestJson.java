package dev.landfall.jobs.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.landfall.core.lake.Manifest;
import java.io.IOException;

/** The JSON form of a manifest, snake_case. A key that a later build added is passed over. */
final class ManifestJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private static final ObjectWriter WRITER = MAPPER.writerFor(Manifest.class);
  private static final ObjectReader READER = MAPPER.readerFor(Manifest.class);

  private ManifestJson() {}

  static byte[] write(Manifest manifest) {
    try {
      return WRITER.writeValueAsBytes(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest always has a JSON form", e);
    }
  }

  static Manifest read(byte[] json) throws IOException {
    return READER.readValue(json);
  }
}
