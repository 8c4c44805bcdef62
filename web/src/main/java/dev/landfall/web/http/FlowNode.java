package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot.Flow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** One end of flows while it is laid out: how many calls, how thick, where, how much is taken. */
final class FlowNode {
  private long calls;
  private long outside;
  private double thick;
  private double top;
  private double taken;

  /** The nodes by key: Regions with the most calls first, words last. */
  static Map<String, FlowNode> bySize(List<Flow> flows, Function<Flow, String> end, double scale) {
    return ordered(of(flows, end, scale), key -> 0.0);
  }

  /** The nodes of the other side, each near the ones its calls come from; words last. */
  static Map<String, FlowNode> facing(
      List<Flow> flows,
      Function<Flow, String> end,
      Function<Flow, String> opposite,
      Map<String, FlowNode> others,
      double scale) {
    List<String> order = List.copyOf(others.keySet());
    Map<String, Double> pull = new HashMap<>();
    Map<String, FlowNode> nodes = of(flows, end, scale);
    for (Flow flow : flows) {
      pull.merge(
          end.apply(flow),
          (double) flow.calls() * order.indexOf(opposite.apply(flow)),
          Double::sum);
    }
    nodes.forEach((key, node) -> pull.computeIfPresent(key, (k, sum) -> sum / node.calls));
    return ordered(nodes, key -> pull.getOrDefault(key, 0.0));
  }

  private static Map<String, FlowNode> of(
      List<Flow> flows, Function<Flow, String> end, double scale) {
    Map<String, FlowNode> found = new TreeMap<>();
    for (Flow flow : flows) {
      FlowNode node = found.computeIfAbsent(end.apply(flow), k -> new FlowNode());
      node.calls += flow.calls();
      node.outside += flow.placement().equals("OUTSIDE") ? flow.calls() : 0;
      node.thick += thickness(flow, scale);
    }
    return found;
  }

  private static Map<String, FlowNode> ordered(
      Map<String, FlowNode> nodes, ToDoubleFunction<String> pull) {
    Map<String, FlowNode> ordered = new LinkedHashMap<>();
    nodes.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, FlowNode> e) -> FlowEnds.isWord(e.getKey()))
                .thenComparingDouble(e -> pull.applyAsDouble(e.getKey()))
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

  long outside() {
    return outside;
  }

  double thick() {
    return thick;
  }

  double top() {
    return top;
  }
}
