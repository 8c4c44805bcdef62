package dev.landfall.reports.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * One query, from a {@code .sql} file beside the class that runs it.
 *
 * <p>Its header says grain, binds and meaning; reports print the text as their method.
 */
public record Sql(String name, String text) {

  /** Reads {@code <name>.sql} from the package of {@code owner}. */
  public static Sql of(Class<?> owner, String name) {
    String file = name + ".sql";
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no query %s beside %s".formatted(file, owner.getName()));
      }
      return new Sql(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
