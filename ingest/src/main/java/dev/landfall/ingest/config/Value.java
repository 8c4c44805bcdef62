package dev.landfall.ingest.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of a YAML file with its key and place; asks for a shape and names the fault if it has
 * another.
 *
 * <p>Text comes as written, not as YAML would type it, so that an account number keeps its leading
 * zeros without quotes. Faults show the value as it stands in the file, never what the environment
 * put there.
 */
public final class Value {
  private static final Pattern NAME = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final YamlFile yaml;
  private final String key;
  private final Node node;

  Value(YamlFile yaml, String key, Node node) {
    this.yaml = yaml;
    this.key = key;
    this.node = node;
  }

  public ConfigProblem problem(String what) {
    return yaml.problem(node.getStartMark(), key.isEmpty() ? null : key, what);
  }

  public boolean isNull() {
    return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  public boolean isGroup() {
    return node instanceof MappingNode;
  }

  /** Non-empty text, with the environment's values put in. */
  public String text() throws ConfigProblem {
    String raw = raw();
    Matcher names = NAME.matcher(raw);
    if (!names.find()) {
      if (raw.contains("${")) {
        throw problem("the value opens ${ without closing it");
      }
      return raw;
    }
    Map<String, String> env = yaml.env();
    if (env == null) {
      throw problem("the value comes from the environment, which this file may not use");
    }
    StringBuilder out = new StringBuilder();
    do {
      String name = names.group(1);
      if (!VARIABLE.matcher(name).matches()) {
        throw problem("what stands in ${…} is not a name of an environment variable");
      }
      String value = env.get(name);
      if (value == null || value.isEmpty()) {
        throw problem("the environment variable " + name + " is not set; set it or write a value");
      }
      names.appendReplacement(out, Matcher.quoteReplacement(value));
    } while (names.find());
    return names.appendTail(out).toString();
  }

  /** Text that may be empty. */
  public String textOrEmpty() throws ConfigProblem {
    return node instanceof ScalarNode s && s.getValue().isEmpty() ? "" : text();
  }

  private String raw() throws ConfigProblem {
    if (!(node instanceof ScalarNode scalar)) {
      throw problem("one value is wanted here, not a " + (isList() ? "list" : "group of keys"));
    }
    if (scalar.getValue().isBlank() || isNull()) {
      throw problem("a value is missing");
    }
    return scalar.getValue();
  }

  public Secret secret() throws ConfigProblem {
    return new Secret(text());
  }

  /** Text that passes the test; {@code wanted} says what would have. */
  public String text(Predicate<String> good, String wanted) throws ConfigProblem {
    String text = text();
    if (!good.test(text)) {
      throw problem("'" + raw() + "' is not " + wanted);
    }
    return text;
  }

  public <E> E oneOf(Map<String, E> words) throws ConfigProblem {
    String text = text();
    E found = words.get(text);
    if (found == null) {
      throw problem(
          "'"
              + raw()
              + "' is not known here"
              + hint(text, new TreeMap<>(words).keySet().stream().toList()));
    }
    return found;
  }

  /** The nearest word and the words there are, as the tail of a sentence. */
  static String hint(String typed, List<String> words) {
    Optional<String> near = Nearest.to(typed, words);
    return near.map(w -> "; did you mean '" + w + "'?").orElse("; known: ")
        + (near.isPresent() && words.size() > 8
            ? ""
            : (near.isPresent() ? " Known: " : "") + String.join(", ", words));
  }

  public long whole(long min, long max) throws ConfigProblem {
    try {
      long number = Long.parseLong(text().replace("_", ""));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, with the range
    }
    throw problem("'" + raw() + "' is not a whole number from " + min + " to " + max);
  }

  /** A share that may be none. */
  public double share() throws ConfigProblem {
    try {
      double number = Double.parseDouble(text());
      if (number >= 0 && number <= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, with the range
    }
    throw problem("'" + raw() + "' is not a share from 0 to 1, like 0.35");
  }

  public double ratio() throws ConfigProblem {
    try {
      double number = Double.parseDouble(text());
      if (number > 0 && number <= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, with the range
    }
    throw problem("'" + raw() + "' is not a share above 0 and up to 1, like 0.85");
  }

  public Duration duration() throws ConfigProblem {
    return Units.duration(text())
        .orElseThrow(
            () -> problem("'" + shown() + "' is not a duration like 30s, 10m, 2h, 7d, 7y"));
  }

  public long bytes() throws ConfigProblem {
    return Units.bytes(text())
        .orElseThrow(() -> problem("'" + shown() + "' is not a size like 512KiB, 16MiB, 4GiB"));
  }

  public Instant instant() throws ConfigProblem {
    try {
      return OffsetDateTime.parse(text()).toInstant();
    } catch (DateTimeException e) {
      throw problem("'" + raw() + "' is not a time like 2026-11-01T00:00:00Z");
    }
  }

  public LocalDate date() throws ConfigProblem {
    try {
      return LocalDate.parse(text());
    } catch (DateTimeException e) {
      throw problem("'" + raw() + "' is not a date like 2026-11-01");
    }
  }

  /** A path; a relative one is taken from the folder of the file. */
  public Path path() throws ConfigProblem {
    try {
      return yaml.folder().resolve(text()).normalize();
    } catch (InvalidPathException e) {
      throw problem("'" + raw() + "' is not a path");
    }
  }

  public List<Value> list() throws ConfigProblem {
    if (!(node instanceof SequenceNode sequence)) {
      throw problem("a list is wanted here: [a, b], or lines that start with '- '");
    }
    List<Value> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(new Value(yaml, key + "[" + items.size() + "]", item));
    }
    return items;
  }

  public List<String> texts(Predicate<String> good, String wanted) throws ConfigProblem {
    List<String> texts = new ArrayList<>();
    for (Value item : list()) {
      texts.add(item.text(good, wanted));
    }
    return texts;
  }

  /** The values below this one, whatever their keys are. */
  public Map<String, Value> entries() throws ConfigProblem {
    if (!(node instanceof MappingNode mapping)) {
      throw problem("keys with values are wanted here: key: value");
    }
    Map<String, Value> entries = new TreeMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
        throw problem("a key must be a word");
      }
      String below = key.isEmpty() ? name.getValue() : key + "." + name.getValue();
      if (entries.put(name.getValue(), new Value(yaml, below, tuple.getValueNode())) != null) {
        throw yaml.problem(name.getStartMark(), below, "this key stands here twice; keep one");
      }
    }
    return entries;
  }

  /** The values below this one; a key that is not among {@code known} is a fault. */
  public Section section(String... known) throws ConfigProblem {
    Map<String, Value> entries = entries();
    TreeSet<String> words = new TreeSet<>(List.of(known));
    MappingNode mapping = (MappingNode) node;
    for (NodeTuple tuple : mapping.getValue()) {
      String name = ((ScalarNode) tuple.getKeyNode()).getValue();
      if (!words.contains(name)) {
        String at = key.isEmpty() ? name : key + "." + name;
        throw yaml.problem(
            tuple.getKeyNode().getStartMark(), at, "unknown key" + hint(name, List.copyOf(words)));
      }
    }
    return new Section(this, entries);
  }

  /** The value as it stands in the file. */
  private String shown() {
    return node instanceof ScalarNode s ? s.getValue() : "";
  }
}
