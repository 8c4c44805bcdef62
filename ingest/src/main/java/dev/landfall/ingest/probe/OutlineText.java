package dev.landfall.ingest.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.landfall.core.probe.ProbePace.Limit;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An outline in words or as JSON: what a dry run prints. */
public final class OutlineText {
  private final ProbeOutline outline;

  public OutlineText(ProbeOutline outline) {
    this.outline = outline;
  }

  private record Share(int requests, long tokens, long nanoUsd) {}

  private Map<PlannedTarget, Share> shares() {
    Map<PlannedTarget, Share> shares = new LinkedHashMap<>();
    outline.plan().targets().forEach(target -> shares.put(target, new Share(0, 0, 0)));
    for (ProbeOutline.Ask ask : outline.asks()) {
      shares.merge(
          ask.target(),
          new Share(1, ask.worstTokens(), ask.worstNanoUsd()),
          (a, b) ->
              new Share(
                  a.requests() + b.requests(), a.tokens() + b.tokens(), a.nanoUsd() + b.nanoUsd()));
    }
    return shares;
  }

  public String text() {
    ProbePlan plan = outline.plan();
    StringBuilder out = new StringBuilder();
    add(out, "plan %s (sha-256 %s)%n", plan.file(), plan.sha256().substring(0, 12));
    add(
        out,
        "%,d requests in %s, of them %,d warm-up that enter no figure; at most %d at once; seed %d%n",
        outline.asks().size(),
        time(outline.nanos()),
        outline.warmUps(),
        plan.concurrency(),
        plan.seed());
    if (outline.stretchedBy() > 0) {
      add(out, "the pace makes the run %s longer than the schedule%n", time(outline.stretchedBy()));
    }
    int width = plan.targets().stream().mapToInt(t -> t.name().length()).max().orElse(6);
    String row = "%-" + Math.max(6, width) + "s  %8s  %12s  %12s  %s%n";
    add(out, "%n" + row, "target", "requests", "most tokens", "most US$", "calls");
    shares()
        .forEach(
            (target, share) ->
                add(
                    out,
                    row,
                    target.name(),
                    "%,d".formatted(share.requests()),
                    "%,d".formatted(share.tokens()),
                    "%.4f".formatted(share.nanoUsd() / 1e9),
                    calls(target)));
    out.append('\n');
    outline.limits().forEach((quota, limit) -> add(out, "%s%n", pace(quota, limit)));
    SpendCaps caps = plan.caps();
    add(
        out,
        "%nworst cost %.4f US$ and %,d tokens (every prompt at one token per byte, every answer at its limit)%n",
        outline.worstNanoUsd() / 1e9,
        outline.worstTokens());
    add(
        out,
        "caps: run %s%n      day %s%n      month %s%n",
        cap(caps.run()),
        cap(caps.day()),
        cap(caps.month()));
    String over = over(caps.run());
    add(out, over == null ? "" : "%s; the run would end there%n", over);
    return out.toString();
  }

  private static String calls(PlannedTarget t) {
    return "%s %s of %s, %s, %s prompt of about %,d tokens, max_tokens %,d"
        .formatted(
            t.region(),
            t.operation().id(),
            t.modelId(),
            t.connection().id(),
            t.cache().id(),
            t.promptTokens(),
            t.maxTokens());
  }

  private String pace(String quota, Limit limit) {
    String held =
        "%s requests and %s tokens a minute"
            .formatted(figure(limit.requests()), figure(limit.tokens()));
    return limit.known()
        ? "quota %s: kept below %.0f %% of what the policy states, %s"
            .formatted(quota, outline.plan().share() * 100, held)
        : "quota %s: the policy states no applied quota, so a fixed careful pace holds, %s"
            .formatted(quota, held);
  }

  private static String figure(@Nullable Long number) {
    return number == null ? "any number of" : "%,d".formatted(number);
  }

  private static String cap(SpendCaps.Cap cap) {
    return String.format(
        Locale.ENGLISH,
        "%,d requests, %,d tokens, %.4f US$",
        cap.requests(),
        cap.tokens(),
        cap.usd());
  }

  /** Which cap of the run the worst case passes; null: none. */
  private @Nullable String over(SpendCaps.Cap cap) {
    if (outline.asks().size() > cap.requests()) {
      return "the plan has more requests than caps.run.requests allows";
    }
    if (outline.worstTokens() > cap.tokens()) {
      return "the worst case has more tokens than caps.run.tokens allows";
    }
    return outline.worstNanoUsd() > cap.nanoUsd()
        ? "the worst case costs more than caps.run.usd allows"
        : null;
  }

  private static String time(long nanos) {
    Duration time = Duration.ofMillis(nanos / 1_000_000);
    return time.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static void add(StringBuilder out, String format, @Nullable Object... values) {
    out.append(String.format(Locale.ENGLISH, format, values));
  }

  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("plan_sha256", outline.plan().sha256());
      out.writeNumberField("requests", outline.asks().size());
      out.writeNumberField("warm_ups", outline.warmUps());
      out.writeNumberField("seconds", outline.nanos() / 1e9);
      out.writeNumberField("stretched_seconds", outline.stretchedBy() / 1e9);
      out.writeNumberField("worst_tokens", outline.worstTokens());
      out.writeNumberField("worst_usd", outline.worstNanoUsd() / 1e9);
      out.writeArrayFieldStart("targets");
      for (Map.Entry<PlannedTarget, Share> entry : shares().entrySet()) {
        PlannedTarget target = entry.getKey();
        out.writeStartObject();
        out.writeStringField("target", target.name());
        out.writeStringField("source_region", target.region());
        out.writeStringField("model_id", target.modelId());
        out.writeStringField("operation", target.operation().id());
        out.writeStringField("connection", target.connection().id());
        out.writeStringField("cache", target.cache().id());
        out.writeNumberField("requests", entry.getValue().requests());
        out.writeNumberField("worst_tokens", entry.getValue().tokens());
        out.writeNumberField("worst_usd", entry.getValue().nanoUsd() / 1e9);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot fail", e);
    }
    return text + "\n";
  }
}
