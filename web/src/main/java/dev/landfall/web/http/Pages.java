package dev.landfall.web.http;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Templates from the jar, by name; every value is escaped unless the template says otherwise. */
final class Pages {
  // A null in the model is an error: what is missing must be said in words by the model.
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler().escapeHTML(true).emptyStringIsFalse(true).zeroIsFalse(false);

  private static final Map<String, Template> READ = new ConcurrentHashMap<>();

  private Pages() {}

  static String render(String name, Object model) {
    return READ.computeIfAbsent(name, Pages::compile).execute(model);
  }

  private static Template compile(String name) {
    return COMPILER.compile(resource("/pages/" + name + ".mustache"));
  }

  /** A text file of the jar; one that is missing is a broken build. */
  static String resource(String path) {
    try (InputStream in = Pages.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
