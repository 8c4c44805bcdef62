package dev.landfall.ingest.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A line of a sample file as a row of {@code LakeTable.PROBES}: what {@link SampleLine} wrote.
 *
 * <p>Shape: a field of a name the table does not have is of a newer build and left out. Missing: a
 * field that is absent is null, as if it said so. Errors: {@link Bad} with a stable reason, never
 * the text of the line.
 */
final class SampleReader {
  /** A reason, and which field; the line itself is not repeated. */
  static final class Bad extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Bad(String reason, String detail) {
      super(detail);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
          .build();

  private SampleReader() {}

  static LakeRow read(byte[] bytes, int from, int length) throws Bad {
    LakeRow row = new LakeRow(LakeTable.PROBES);
    try (JsonParser in = JSON.createParser(bytes, from, length)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new Bad("wrong-type", "a sample is a JSON object");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        Column column = column(in.currentName());
        JsonToken token = in.nextToken();
        if (column == null) {
          in.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
          row.set(column.name(), value(in, column, token));
        }
      }
      if (in.nextToken() != null) {
        throw new Bad("bad-json", "more than one value in the line");
      }
    } catch (JsonProcessingException e) {
      throw new Bad("bad-json", "the line is not JSON");
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail to be read", e);
    }
    require(row, "sample_id");
    require(row, "sent_at");
    return row;
  }

  private static void require(LakeRow row, String column) throws Bad {
    if (row.get(column) == null) {
      throw new Bad("missing-field", column);
    }
  }

  private static @Nullable Column column(String name) {
    for (Column column : LakeTable.PROBES.columns()) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    return null;
  }

  private static Object value(JsonParser in, Column column, JsonToken token)
      throws Bad, IOException {
    boolean fits =
        switch (column.type()) {
          case STRING -> token == JsonToken.VALUE_STRING;
          case LONG, TIMESTAMP -> token == JsonToken.VALUE_NUMBER_INT;
          case DOUBLE -> token.isNumeric();
          case BOOLEAN -> token.isBoolean();
          case BYTES -> false;
        };
    if (!fits) {
      throw new Bad("wrong-type", column.name() + " wants " + column.type());
    }
    return switch (column.type()) {
      case STRING, BYTES -> in.getText();
      case LONG, TIMESTAMP -> notNegative(in.getLongValue(), column);
      case DOUBLE -> notNegative(in.getDoubleValue(), column);
      case BOOLEAN -> in.getBooleanValue();
    };
  }

  /** Nothing that a probe measures or counts is below zero, or without end. */
  private static <N extends Number> N notNegative(N value, Column column) throws Bad {
    if (!(value.doubleValue() >= 0) || Double.isInfinite(value.doubleValue())) {
      throw new Bad("wrong-type", column.name() + " is below zero");
    }
    return value;
  }
}
