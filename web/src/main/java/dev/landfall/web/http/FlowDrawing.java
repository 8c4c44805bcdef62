package dev.landfall.web.http;

import dev.landfall.core.lake.LiveSnapshot.Flow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Lays out the flow from source Regions (left) to inference Regions (right) as ribbons.
 *
 * <p>Thickness is proportional to calls, but never under {@link #THINNEST}: one breach among a
 * million calls must be seen. Units: SVG user units. Pure: same flows, same drawing.
 */
final class FlowDrawing {
  static final double THINNEST = 3;

  // Total thickness of all ribbons, and the room a bar needs so that its two lines of text fit.
  private static final double INK = 250;
  private static final double SLOT = 46;
  private static final double MARGIN = 34;

  /**
   * Geometry of one drawing; wide screens have labels beside the bars, narrow ones over ribbons.
   */
  enum Shape {
    WIDE(1080, 244, 806, 7),
    NARROW(360, 0, 354, 6);

    final double width;
    final double left;
    final double right;
    final double bar;

    Shape(double width, double left, double right, double bar) {
      this.width = width;
      this.left = left;
      this.right = right;
      this.bar = bar;
    }

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The drawing, as a template reads it; numbers are text so that they print the same everywhere.
   */
  record Drawing(
      String id,
      String width,
      String height,
      List<Heading> headings,
      List<Bar> bars,
      List<Ribbon> ribbons) {}

  /** What the bars of one side are. */
  record Heading(String x, String anchor, String text) {}

  /**
   * One Region: a bar, its code, beneath it place and calls; beside one of them who was outside.
   */
  record Bar(
      String x,
      String y,
      String width,
      String height,
      String textX,
      String textY,
      String belowY,
      String anchor,
      String code,
      String place,
      String outsideAbove,
      String outsideBelow,
      String style) {}

  /** Calls of one placement between two Regions. */
  record Ribbon(String path, String style, String title) {}

  private final Atlas atlas;

  FlowDrawing(Atlas atlas) {
    this.atlas = atlas;
  }

  /** An empty list gives a drawing without bars; the caller says in words that there is nothing. */
  Drawing draw(List<Flow> flows, Shape shape) {
    List<Flow> sorted =
        flows.stream()
            .filter(f -> f.calls() > 0)
            .sorted(
                Comparator.comparingInt((Flow f) -> PlacementStyle.of(f.placement()).rank())
                    .thenComparing(Flow::calls, Comparator.reverseOrder())
                    .thenComparing(FlowEnds::source)
                    .thenComparing(FlowEnds::target))
            .toList();
    double scale = INK / Math.max(1, sorted.stream().mapToLong(Flow::calls).sum());
    Map<String, FlowNode> left = FlowNode.bySize(sorted, FlowEnds::source, scale);
    Map<String, FlowNode> right =
        FlowNode.facing(sorted, FlowEnds::target, FlowEnds::source, left, scale);
    double height = Math.max(FlowNode.height(left, SLOT), FlowNode.height(right, SLOT));
    FlowNode.place(left, SLOT, MARGIN, height);
    FlowNode.place(right, SLOT, MARGIN, height);

    // On each bar ribbons leave in the order in which they arrive, so that few of them cross.
    Map<Flow, Double> from = ends(sorted, FlowEnds::source, left, FlowEnds::target, right, scale);
    Map<Flow, Double> to = ends(sorted, FlowEnds::target, right, FlowEnds::source, left, scale);
    List<Ribbon> ribbons = new ArrayList<>();
    for (Flow flow : sorted) {
      double thick = FlowNode.thickness(flow, scale);
      ribbons.add(ribbon(flow, shape, at(from, flow), at(to, flow), thick));
    }
    Collections.reverse(ribbons); // the gravest is drawn last, above the others
    List<Bar> bars = new ArrayList<>();
    left.forEach((key, node) -> bars.add(bar(key, node, shape, true)));
    right.forEach((key, node) -> bars.add(bar(key, node, shape, false)));
    return new Drawing(
        shape.id(),
        number(shape.width),
        number(height + MARGIN + 8),
        headings(shape),
        bars,
        ribbons);
  }

  /** Where each ribbon touches its bar on one side: stacked in the order of the other side. */
  private static Map<Flow, Double> ends(
      List<Flow> flows,
      Function<Flow, String> here,
      Map<String, FlowNode> nodes,
      Function<Flow, String> there,
      Map<String, FlowNode> others,
      double scale) {
    List<String> order = List.copyOf(others.keySet());
    Map<Flow, Double> ends = new HashMap<>();
    flows.stream()
        .sorted(Comparator.comparingInt(flow -> order.indexOf(there.apply(flow))))
        .forEach(
            flow -> {
              FlowNode node = nodes.get(here.apply(flow));
              if (node != null) {
                ends.put(flow, node.take(FlowNode.thickness(flow, scale)));
              }
            });
    return ends;
  }

  private static double at(Map<Flow, Double> ends, Flow flow) {
    Double end = ends.get(flow);
    if (end == null) {
      throw new IllegalStateException("a ribbon without an end: " + flow);
    }
    return end;
  }

  private Ribbon ribbon(Flow flow, Shape shape, double from, double to, double thick) {
    double x0 = shape.left + shape.bar;
    double x1 = shape.right;
    double bend = (x1 - x0) * 0.45;
    String path =
        String.format(
            Locale.ROOT,
            "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fL%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fZ",
            x0,
            from,
            x0 + bend,
            from,
            x1 - bend,
            to,
            x1,
            to,
            x1,
            to + thick,
            x1 - bend,
            to + thick,
            x0 + bend,
            from + thick,
            x0,
            from + thick);
    PlacementStyle style = PlacementStyle.of(flow.placement());
    return new Ribbon(
        path,
        style.style(),
        "%s → %s: %s, %s"
            .formatted(
                atlas.line(flow.sourceRegion(), "source not known"),
                atlas.line(flow.inferenceRegion(), FlowEnds.targetWord(flow)),
                Text.count(flow.calls(), "call", "calls"),
                style.word()));
  }

  private Bar bar(String key, FlowNode node, Shape shape, boolean source) {
    boolean wide = shape == Shape.WIDE;
    double x = source ? shape.left : shape.right;
    double gap = wide ? 14 : 8;
    boolean textLeft = source == wide;
    double textX = textLeft ? x - gap : x + shape.bar + gap;
    double middle = node.top() + node.thick() / 2;
    boolean region = !FlowEnds.isWord(key);
    String calls = Text.count(node.calls(), "call", "calls");
    String outside = node.outside() == 0 ? "" : "▲ " + Text.count(node.outside()) + " outside";
    return new Bar(
        number(x),
        number(node.top()),
        number(shape.bar),
        number(node.thick()),
        number(textX),
        number(middle - 3),
        number(middle + 14),
        textLeft ? "end" : "start",
        FlowEnds.label(key),
        !wide ? calls : region ? atlas.place(key) + " · " + calls : calls,
        wide ? outside : "",
        wide ? "" : outside,
        FlowEnds.style(key));
  }

  private static List<Heading> headings(Shape shape) {
    boolean wide = shape == Shape.WIDE;
    return List.of(
        new Heading(number(shape.left + shape.bar), wide ? "end" : "start", "called in"),
        new Heading(number(shape.right), wide ? "start" : "end", "ran in"));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
