package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot.Flow;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** One end of flows while it is laid out: how many calls, how thick, where, how much is taken. */
final class FlowNode {
  private long calls;
  private double thick;
  private double top;
  private double taken;

  /** The nodes by key: Regions with the most calls first, words last. */
  static Map<String, FlowNode> of(List<Flow> flows, Function<Flow, String> end, double scale) {
    Map<String, FlowNode> found = new TreeMap<>();
    for (Flow flow : flows) {
      FlowNode node = found.computeIfAbsent(end.apply(flow), k -> new FlowNode());
      node.calls += flow.calls();
      node.thick += thickness(flow, scale);
    }
    Map<String, FlowNode> ordered = new LinkedHashMap<>();
    found.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, FlowNode> e) -> FlowEnds.isWord(e.getKey()))
                .thenComparing(e -> -e.getValue().calls)
                .thenComparing(Map.Entry::getKey))
        .forEach(e -> ordered.put(e.getKey(), e.getValue()));
    return ordered;
  }

  static double thickness(Flow flow, double scale) {
    return Math.max(FlowDrawing.THINNEST, flow.calls() * scale);
  }

  static double height(Map<String, FlowNode> nodes, double slot) {
    return nodes.values().stream().mapToDouble(n -> Math.max(slot, n.thick + 14)).sum();
  }

  /** Gives every node its room, spread over the height that the fuller side needs. */
  static void place(Map<String, FlowNode> nodes, double slot, double margin, double height) {
    double spare = (height - height(nodes, slot)) / Math.max(1, nodes.size());
    double y = margin;
    for (FlowNode node : nodes.values()) {
      double room = Math.max(slot, node.thick + 14) + spare;
      node.top = y + (room - node.thick) / 2;
      y += room;
    }
  }

  /** The top of the next ribbon's end on this node. */
  double take(double thickness) {
    double at = top + taken;
    taken += thickness;
    return at;
  }

  long calls() {
    return calls;
  }

  double thick() {
    return thick;
  }

  double top() {
    return top;
  }
}
