package dev.landfall.reports.lake;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of a query, by column name.
 *
 * <p>Values are String, Long, Double, Boolean, Instant, byte[] or a list of these; null where the
 * lake does not know.
 */
public final class Row {
  private final List<String> names;
  private final @Nullable Object[] values;

  Row(List<String> names, @Nullable Object[] values) {
    this.names = names;
    this.values = values;
  }

  public List<String> names() {
    return names;
  }

  public List<@Nullable Object> values() {
    return Arrays.asList(values.clone());
  }

  public @Nullable Object get(String name) {
    int i = names.indexOf(name);
    if (i < 0) {
      throw new IllegalArgumentException("the query has no column '%s'".formatted(name));
    }
    return values[i];
  }

  public @Nullable String text(String name) {
    return (String) get(name);
  }

  public @Nullable Long number(String name) {
    return (Long) get(name);
  }

  /** A count: a sum over no rows is none. */
  public long count(String name) {
    Long number = number(name);
    return number == null ? 0 : number;
  }

  public @Nullable Instant time(String name) {
    return (Instant) get(name);
  }

  public byte @Nullable [] bytes(String name) {
    return (byte[]) get(name);
  }

  /** A list of bytes; none where the lake does not know. */
  public List<byte[]> parts(String name) {
    Object value = get(name);
    List<byte[]> parts = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(part -> parts.add((byte[]) Objects.requireNonNull(part)));
    }
    return parts;
  }

  static @Nullable Object plain(@Nullable Object value) throws SQLException {
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (value instanceof java.sql.Timestamp time) {
      return time.toLocalDateTime().toInstant(ZoneOffset.UTC);
    }
    if (value instanceof BigInteger number) {
      return number.longValueExact();
    }
    if (value instanceof BigDecimal || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof java.sql.Array array) {
      List<@Nullable Object> list = new ArrayList<>();
      for (Object each : (Object[]) array.getArray()) {
        list.add(plain(each));
      }
      return list;
    }
    if (value instanceof Blob blob) {
      return blob.getBytes(1, (int) blob.length());
    }
    return value;
  }
}
