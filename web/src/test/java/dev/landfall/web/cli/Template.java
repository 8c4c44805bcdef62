package dev.landfall.web.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A CloudFormation template with its short intrinsic tags.
 *
 * <p>Source: CloudFormation user guide, "Intrinsic function reference": {@code !Ref}, {@code
 * !GetAtt}, {@code !Sub}, {@code !If}, {@code !Condition}, and pseudo parameters.
 */
final class Template {
  private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{([^!}][^}]*)}");

  final Map<String, MappingNode> parameters;
  final Map<String, MappingNode> conditions;
  final Map<String, MappingNode> resources;
  final MappingNode root;

  /** Names that something points to: {@code Name}, or {@code Name.Attribute}. */
  final Set<String> references = new TreeSet<>();

  final Set<String> conditionsNamed = new TreeSet<>();

  private Template(MappingNode root) {
    this.root = root;
    this.parameters = section(root, "Parameters");
    this.conditions = section(root, "Conditions");
    this.resources = section(root, "Resources");
    walk(root);
  }

  static Template read(Path file) throws IOException {
    Node root =
        new Compose(LoadSettings.builder().build())
            .composeString(Files.readString(file))
            .orElseThrow();
    return new Template((MappingNode) root);
  }

  static Node child(MappingNode map, String key) {
    return map.getValue().stream()
        .filter(entry -> text(entry.getKeyNode()).equals(key))
        .map(NodeTuple::getValueNode)
        .findFirst()
        .orElse(null);
  }

  static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** Every value of that key anywhere below, lists opened. */
  static List<String> all(Node node, String key) {
    List<String> found = new ArrayList<>();
    if (node instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        if (text(entry.getKeyNode()).equals(key)) {
          if (entry.getValueNode() instanceof SequenceNode list) {
            list.getValue().forEach(item -> found.add(text(item)));
          } else {
            found.add(text(entry.getValueNode()));
          }
        }
        found.addAll(all(entry.getValueNode(), key));
      }
    } else if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> found.addAll(all(item, key)));
    }
    return found;
  }

  private static Map<String, MappingNode> section(MappingNode root, String name) {
    Map<String, MappingNode> section = new TreeMap<>();
    if (child(root, name) instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        Node value = entry.getValueNode();
        section.put(
            text(entry.getKeyNode()),
            value instanceof MappingNode inner
                ? inner
                : new MappingNode(value.getTag(), List.of(), FlowStyle.BLOCK));
      }
    }
    return section;
  }

  private void walk(Node node) {
    String tag = node.getTag().getValue();
    switch (tag) {
      case "!Ref", "!GetAtt" -> references.add(text(node));
      case "!Condition" -> conditionsNamed.add(text(node));
      case "!If" -> conditionsNamed.add(text(((SequenceNode) node).getValue().get(0)));
      case "!Sub" -> {
        Matcher names = SUBSTITUTED.matcher(text(node));
        while (names.find()) {
          references.add(names.group(1));
        }
      }
      default -> {
        if (tag.startsWith("!") && !Set.of("!Equals", "!Not", "!And", "!Or").contains(tag)) {
          throw new IllegalArgumentException("no intrinsic function is called " + tag);
        }
      }
    }
    if (node instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        if (text(entry.getKeyNode()).equals("Condition")
            && entry.getValueNode() instanceof ScalarNode named) {
          conditionsNamed.add(named.getValue());
        }
        walk(entry.getValueNode());
      }
    } else if (node instanceof SequenceNode list) {
      list.getValue().forEach(this::walk);
    }
  }
}
