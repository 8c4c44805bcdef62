package dev.landfall.web.http;

import dev.landfall.core.metrics.Buckets;
import dev.landfall.core.metrics.Metric;
import dev.landfall.core.metrics.Sample;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the server measures of itself, by route as it is defined: never by address, of which there
 * are as many as people can think of. Threads: safe.
 */
final class HttpMetrics {
  private static final String NO_ROUTE = "none";
  private static final String STAYS_OPEN = "/events";

  private final Map<Answers, Long> requests = new TreeMap<>();
  private final Map<String, Durations> durations = new TreeMap<>();

  private record Answers(String route, int status) implements Comparable<Answers> {
    @Override
    public int compareTo(Answers other) {
      int byRoute = route.compareTo(other.route);
      return byRoute != 0 ? byRoute : Integer.compare(status, other.status);
    }
  }

  private static final class Durations {
    private final long[] buckets = new long[Buckets.labels(Metric.HTTP_DURATION).size()];
    private double sum;

    void add(double seconds) {
      double[] bounds = Buckets.of(Metric.HTTP_DURATION);
      for (int i = 0; i < buckets.length; i++) {
        if (i == bounds.length || seconds <= bounds[i]) {
          buckets[i]++;
        }
      }
      sum += seconds;
    }
  }

  synchronized void answered(Context ctx, float millis) {
    Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
    String route = matched == null ? NO_ROUTE : matched.path;
    requests.merge(new Answers(route, ctx.statusCode()), 1L, Long::sum);
    if (!route.equals(STAYS_OPEN)) {
      durations.computeIfAbsent(route, unused -> new Durations()).add(millis / 1000.0);
    }
  }

  synchronized List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    requests.forEach(
        (answers, n) ->
            samples.add(
                Sample.count(
                    Metric.HTTP_REQUESTS, n, answers.route, Integer.toString(answers.status))));
    durations.forEach(
        (route, d) -> {
          List<String> bounds = Buckets.labels(Metric.HTTP_DURATION);
          for (int i = 0; i < d.buckets.length; i++) {
            SortedMap<String, String> labels = labels(route);
            labels.put("le", bounds.get(i));
            samples.add(new Sample(Metric.HTTP_DURATION, "_bucket", labels, (double) d.buckets[i]));
          }
          samples.add(new Sample(Metric.HTTP_DURATION, "_sum", labels(route), d.sum));
          long all = d.buckets[d.buckets.length - 1];
          samples.add(new Sample(Metric.HTTP_DURATION, "_count", labels(route), (double) all));
        });
    return samples;
  }

  private static SortedMap<String, String> labels(String route) {
    return new TreeMap<>(Map.of("route", route));
  }
}
