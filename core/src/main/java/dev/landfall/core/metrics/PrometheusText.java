package dev.landfall.core.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Samples in Prometheus's text exposition format, version 0.0.4.
 *
 * <p>Shape: each metric once, with HELP and TYPE before its samples, in the order of {@link
 * Metric}; samples of one metric by their labels, buckets by their bound. A metric without samples
 * is left out: what is not known is not zero. Source: prometheus.io, "Exposition formats".
 */
public final class PrometheusText {
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final List<String> PARTS = List.of("", "_bucket", "_sum", "_count");
  private static final Comparator<Sample> ORDER =
      Comparator.comparing(Sample::metric)
          .thenComparing(PrometheusText::withoutBound)
          .thenComparing(sample -> PARTS.indexOf(sample.part()))
          .thenComparingDouble(PrometheusText::bound);

  private PrometheusText() {}

  public static String render(Collection<Sample> samples) {
    List<Sample> sorted = new ArrayList<>(samples);
    sorted.sort(ORDER);
    StringBuilder out = new StringBuilder();
    Metric last = null;
    for (Sample sample : sorted) {
      Metric metric = sample.metric();
      if (metric != last) {
        out.append("# HELP ").append(metric.id()).append(' ').append(help(metric)).append('\n');
        out.append("# TYPE ").append(metric.id()).append(' ').append(metric.type().id());
        out.append('\n');
        last = metric;
      }
      out.append(metric.id()).append(sample.part());
      labels(out, sample);
      out.append(' ').append(number(sample.value())).append('\n');
    }
    return out.toString();
  }

  private static void labels(StringBuilder out, Sample sample) {
    if (sample.labels().isEmpty()) {
      return;
    }
    char before = '{';
    for (Map.Entry<String, String> label : sample.labels().entrySet()) {
      out.append(before).append(label.getKey()).append("=\"");
      out.append(escaped(label.getValue())).append('"');
      before = ',';
    }
    out.append('}');
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String help(Metric metric) {
    return metric.help().replace("\\", "\\\\").replace("\n", "\\n");
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String withoutBound(Sample sample) {
    StringBuilder text = new StringBuilder();
    sample
        .labels()
        .forEach(
            (name, value) -> {
              if (!name.equals("le")) {
                text.append(name).append('\0').append(value).append('\0');
              }
            });
    return text.toString();
  }

  private static double bound(Sample sample) {
    String le = sample.labels().get("le");
    return le == null ? 0 : le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
  }
}
