package dev.landfall.core.lake;

/**
 * One column of a lake table.
 *
 * @param fieldId Parquet field id: unique in its table, never reused; readers match by it
 * @param doc what it holds, its unit, and what null means; {@code docs/lake.md} prints it
 */
public record Column(int fieldId, String name, Type type, Role role, String doc) {

  /** How a value travels: String, Long, Double, Boolean, Long (epoch microseconds), byte[]. */
  public enum Type {
    STRING,
    LONG,
    DOUBLE,
    BOOLEAN,
    /** Microseconds since 1970 UTC, carried as Long. */
    TIMESTAMP,
    BYTES
  }

  /**
   * What a column means for equality. Two rows are one when KEY agrees; "equal to the row" means
   * KEY and CONTENT; ARRIVAL tells how and when we came to know, and may differ between two runs.
   */
  public enum Role {
    KEY,
    CONTENT,
    ARRIVAL
  }
}
