package dev.landfall.ingest.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.probe.ProbeSample;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A sample as one line of JSON.
 *
 * <p>Shape: an object with every column of {@code LakeTable.PROBES} by name and in order, null
 * where the sample does not have it. Units: those of the columns; a TIMESTAMP is a whole number of
 * epoch microseconds. The line has no line end of its own.
 */
final class SampleLine {
  private static final JsonFactory JSON = new JsonFactory();

  private SampleLine() {}

  static String of(ProbeSample sample) {
    LakeRow row = sample.row();
    StringWriter text = new StringWriter(1536);
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      for (Column column : row.table().columns()) {
        out.writeFieldName(column.name());
        write(out, column, row.get(column.name()));
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot fail", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, Column column, @Nullable Object value)
      throws IOException {
    if (value == null) {
      out.writeNull();
      return;
    }
    switch (column.type()) {
      case STRING -> out.writeString((String) value);
      case LONG, TIMESTAMP -> out.writeNumber((Long) value);
      case DOUBLE -> out.writeNumber((Double) value);
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case BYTES -> out.writeBinary((byte[]) value);
    }
  }
}
