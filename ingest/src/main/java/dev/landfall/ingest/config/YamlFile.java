package dev.landfall.ingest.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A YAML file as values that know their place.
 *
 * <p>Read as a tree of nodes, never as objects. Aliases are refused, so a small file cannot unfold
 * into a large one; size and nesting are bounded before the tree is built.
 */
public final class YamlFile {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_DEPTH = 40;
  private static final String NO_ALIASES =
      "aliases are not read here; if the star is meant, write it in quotes: \"*\"";

  private final Path file;
  private final @Nullable Map<String, String> env;

  private YamlFile(Path file, @Nullable Map<String, String> env) {
    this.file = file;
    this.env = env;
  }

  /**
   * The documents of the file, in order.
   *
   * @param env answers {@code ${NAME}}; null: the file may not use the environment
   */
  public static List<Value> documents(Path file, @Nullable Map<String, String> env)
      throws ConfigProblem {
    YamlFile yaml = new YamlFile(file, env);
    String text = yaml.text();
    LoadSettings settings =
        LoadSettings.builder().setLabel(file.toString()).setCodePointLimit(MAX_BYTES).build();
    try {
      for (Event event : bounded(yaml, new Parse(settings).parseString(text))) {
        if (event instanceof AliasEvent) {
          throw yaml.problem(event.getStartMark(), null, NO_ALIASES);
        }
      }
      List<Value> documents = new ArrayList<>();
      for (Node node : new Compose(settings).composeAllFromString(text)) {
        documents.add(new Value(yaml, "", node));
      }
      return documents;
    } catch (MarkedYamlEngineException e) {
      // Its message quotes the lines around the fault, and they may hold a secret.
      String context = e.getContext();
      boolean star = context != null && context.contains("alias");
      throw yaml.problem(
          e.getProblemMark(), null, star ? NO_ALIASES : "this is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw yaml.problem(Optional.empty(), null, "this cannot be read as YAML");
    }
  }

  private static Iterable<Event> bounded(YamlFile yaml, Iterable<Event> events)
      throws ConfigProblem {
    List<Event> seen = new ArrayList<>();
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        throw yaml.problem(
            event.getStartMark(), null, "nested more than " + MAX_DEPTH + " levels deep");
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      seen.add(event);
    }
    return seen;
  }

  private String text() throws ConfigProblem {
    try {
      if (!Files.exists(file)) {
        throw problem(Optional.empty(), null, "there is no such file");
      }
      if (Files.isDirectory(file)) {
        throw problem(Optional.empty(), null, "this is a folder, a file is needed");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw problem(Optional.empty(), null, "larger than 4 MiB");
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      throw problem(Optional.empty(), null, "this is not UTF-8 text");
    } catch (IOException e) {
      throw problem(
          Optional.empty(), null, "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  Path folder() {
    return file.toAbsolutePath().normalize().resolveSibling("");
  }

  Path file() {
    return file;
  }

  @Nullable Map<String, String> env() {
    return env;
  }

  ConfigProblem problem(Optional<Mark> mark, @Nullable String key, String what) {
    int line = mark.map(m -> m.getLine() + 1).orElse(0);
    int column = mark.map(m -> m.getColumn() + 1).orElse(0);
    return new ConfigProblem(file, line, column, key, what);
  }
}
