package dev.landfall.ingest.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One fault in a configuration or policy file: where it is, what is there, what would be right.
 *
 * <p>Units: line and column count from 1; 0 means that the fault has no line (a missing file).
 * Missing: a null key means that the fault is not about one key (broken YAML). Never holds a value
 * that came from the environment.
 */
public final class ConfigProblem extends Exception {
  private static final long serialVersionUID = 1L;

  // Text, for an exception must serialise and a path need not.
  private final String file;
  private final int line;
  private final int column;
  private final @Nullable String key;

  public ConfigProblem(Path file, int line, int column, @Nullable String key, String problem) {
    super(place(file, line, column) + (key == null ? "" : key + ": ") + problem);
    this.file = file.toString();
    this.line = line;
    this.column = column;
    this.key = key;
  }

  public Path file() {
    return Path.of(file);
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  /** The path of keys from the top of the document, {@code sources[1].bucket}. */
  public @Nullable String key() {
    return key;
  }

  private static String place(Path file, int line, int column) {
    return line == 0 ? file + ": " : file + ":" + line + ":" + column + ": ";
  }
}
