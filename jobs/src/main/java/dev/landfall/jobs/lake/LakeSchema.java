package dev.landfall.jobs.lake;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * The Parquet schema of each lake table: one optional primitive per column, with its field id.
 *
 * <p>Shape: strings are UTF-8 BINARY, times INT64 microseconds adjusted to UTC. Files may lack
 * columns that were added later; {@link #readable} finds what both sides have, by field id.
 */
final class LakeSchema {
  private static final Map<LakeTable, MessageType> SCHEMAS = new EnumMap<>(LakeTable.class);

  static {
    for (LakeTable table : LakeTable.values()) {
      List<Type> fields = new ArrayList<>();
      table.columns().forEach(column -> fields.add(field(column)));
      SCHEMAS.put(table, new MessageType(table.id(), fields));
    }
  }

  private LakeSchema() {}

  static MessageType of(LakeTable table) {
    return java.util.Objects.requireNonNull(SCHEMAS.get(table));
  }

  /** The file's fields that are wanted, in the table's order, under the file's names. */
  static MessageType readable(LakeTable table, GroupType file, Predicate<Column> wanted) {
    List<Type> fields = new ArrayList<>();
    for (Column column : table.columns()) {
      for (Type inFile : file.getFields()) {
        boolean same = inFile.getId() != null && inFile.getId().intValue() == column.fieldId();
        if (same && wanted.test(column)) {
          fields.add(checked(table, column, inFile));
        }
      }
    }
    return new MessageType(table.id(), fields);
  }

  private static Type checked(LakeTable table, Column column, Type inFile) {
    PrimitiveTypeName wanted = field(column).asPrimitiveType().getPrimitiveTypeName();
    if (!inFile.isPrimitive() || inFile.asPrimitiveType().getPrimitiveTypeName() != wanted) {
      throw new IllegalStateException(
          "column %s of %s is stored as %s; this build reads %s"
              .formatted(column.name(), table.id(), inFile, wanted));
    }
    return inFile;
  }

  private static PrimitiveType field(Column column) {
    return switch (column.type()) {
      case STRING -> field(column, PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType());
      case LONG -> field(column, PrimitiveTypeName.INT64, null);
      case DOUBLE -> field(column, PrimitiveTypeName.DOUBLE, null);
      case BOOLEAN -> field(column, PrimitiveTypeName.BOOLEAN, null);
      case TIMESTAMP ->
          field(
              column,
              PrimitiveTypeName.INT64,
              LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS));
      case BYTES -> field(column, PrimitiveTypeName.BINARY, null);
    };
  }

  private static PrimitiveType field(
      Column column, PrimitiveTypeName type, @Nullable LogicalTypeAnnotation meaning) {
    return Types.optional(type).as(meaning).id(column.fieldId()).named(column.name());
  }
}
