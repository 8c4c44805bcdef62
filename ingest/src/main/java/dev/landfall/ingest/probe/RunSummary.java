package dev.landfall.ingest.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * <p>Units: milliseconds from the due time; dollars. Missing: a null spread means that no answer
 * without an error had the figure.
 *
 * @param planned requests the schedule wanted, warm-up not counted
 * @param measured of these were sent and have ended
 * @param heldByPace were due and not sent, since the share of their quota was used up
 * @param heldByCap were due and not sent for a cap
 * @param heldByStop were due and not sent because the switch was on
 * @param why the reason behind what was held back; null: nothing was
 * @param unpriced requests whose tokens nobody stated
 */
public record RunSummary(
    String runId,
    Instant begunAt,
    Instant endedAt,
    int planned,
    int measured,
    int warmUps,
    int heldByPace,
    int heldByCap,
    int heldByStop,
    @Nullable String why,
    boolean stopped,
    double usd,
    long unpriced,
    List<Line> targets) {

  /** P50, P95 and P99 by nearest rank. */
  public record Spread(double p50, double p95, double p99) {}

  /** One target's measured requests; spreads are of those without an error. */
  public record Line(
      String target,
      int n,
      Map<String, Integer> errors,
      @Nullable Spread total,
      @Nullable Spread firstToken,
      @Nullable Spread firstByte,
      @Nullable Spread waited) {
    public int failed() {
      return errors.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  public RunSummary {
    targets = List.copyOf(targets);
  }

  /** Everything planned was sent. */
  public boolean whole() {
    return measured == planned;
  }

  public String text() {
    StringBuilder out = new StringBuilder();
    add(out, "run %s: %,d of %,d requests measured", runId, measured, planned);
    add(out, ", %,d warm-up left out of the figures, US$ %.6f stated", warmUps, usd);
    out.append(unpriced == 0 ? "" : ", %,d without stated tokens".formatted(unpriced)).append('\n');
    if (!whole()) {
      add(out, "not sent: %,d for a cap, %,d for the pace", heldByCap, heldByPace);
      add(out, ", %,d for the stop switch%s%n", heldByStop, why == null ? "" : " (" + why + ")");
    }
    int width = targets.stream().mapToInt(t -> t.target().length()).max().orElse(6);
    String row = "%-" + Math.max(6, width) + "s %6s %6s  %-26s  %-26s  %-26s%n";
    add(out, row, "target", "n", "errors", "total ms p50/p95/p99", "first token ms", "wait ms");
    for (Line line : targets) {
      add(
          out,
          row,
          line.target(),
          "%,d".formatted(line.n()),
          "%,d".formatted(line.failed()),
          text(line.total()),
          text(line.firstToken()),
          text(line.waited()));
      line.errors().forEach((kind, count) -> add(out, "  %s: %,d%n", kind, count));
    }
    return out.toString();
  }

  private static void add(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ENGLISH, format, values));
  }

  private static String text(@Nullable Spread spread) {
    return spread == null
        ? "-"
        : String.format(
            Locale.ENGLISH, "%.1f / %.1f / %.1f", spread.p50(), spread.p95(), spread.p99());
  }

  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("run_id", runId);
      out.writeStringField("begun_at", begunAt.toString());
      out.writeStringField("ended_at", endedAt.toString());
      out.writeNumberField("planned", planned);
      out.writeNumberField("measured", measured);
      out.writeNumberField("warm_ups", warmUps);
      out.writeObjectFieldStart("held_back");
      out.writeNumberField("cap", heldByCap);
      out.writeNumberField("pace", heldByPace);
      out.writeNumberField("stop", heldByStop);
      out.writeStringField("why", why);
      out.writeEndObject();
      out.writeNumberField("cost_usd", usd);
      out.writeNumberField("without_tokens", unpriced);
      out.writeArrayFieldStart("targets");
      for (Line line : targets) {
        write(out, line);
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot fail", e);
    }
    return text + "\n";
  }

  private static void write(JsonGenerator out, Line line) throws IOException {
    out.writeStartObject();
    out.writeStringField("target", line.target());
    out.writeNumberField("n", line.n());
    out.writeObjectFieldStart("errors");
    for (Map.Entry<String, Integer> error : line.errors().entrySet()) {
      out.writeNumberField(error.getKey(), error.getValue());
    }
    out.writeEndObject();
    write(out, "total_ms", line.total());
    write(out, "first_token_ms", line.firstToken());
    write(out, "first_byte_ms", line.firstByte());
    write(out, "wait_ms", line.waited());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String name, @Nullable Spread spread)
      throws IOException {
    if (spread == null) {
      out.writeNullField(name);
      return;
    }
    out.writeObjectFieldStart(name);
    out.writeNumberField("p50", spread.p50());
    out.writeNumberField("p95", spread.p95());
    out.writeNumberField("p99", spread.p99());
    out.writeEndObject();
  }
}
