package dev.landfall.core.canary;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * That a canary was planted, as the planter says it: a file below {@code _control} of the lake.
 *
 * <p>It is what a canary that never comes is missed by, and it survives a rebuild. Units: epoch
 * milliseconds UTC, milliseconds.
 *
 * @param source id of the source it was planted in
 * @param withinMillis how soon every sink is to have taken it
 * @param failure why it could not be planted; null: it was
 */
public record Planting(
    String id,
    String account,
    long plantedAt,
    String source,
    long withinMillis,
    @Nullable String failure) {
  /** How long its file stays; what came of it is in the lake by then. */
  public static final Duration KEPT = Duration.ofDays(30);

  /** How the names of such files begin. */
  public static final String FILE = "canary-";

  public String alert() {
    return Canary.alert(id);
  }

  public String file() {
    return FILE + id;
  }

  /** As the texts of its file. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    texts.put("account", account);
    texts.put("source", source);
    texts.put("within_ms", String.valueOf(withinMillis));
    if (failure != null) {
      texts.put("failure", failure);
    }
    return texts;
  }

  /** From a file's name, without its ending, and texts; fails where it is no canary's. */
  public static Planting of(String file, Map<String, String> texts) {
    String account = need(file, texts, "account");
    String id = file.substring(FILE.length());
    Long plantedAt = CanaryId.plantedAt(account, id);
    if (plantedAt == null) {
      throw new IllegalArgumentException(file + ": the name is no canary's of its account");
    }
    long within = Long.parseLong(need(file, texts, "within_ms"));
    return new Planting(
        id, account, plantedAt, need(file, texts, "source"), within, texts.get("failure"));
  }

  private static String need(String file, Map<String, String> texts, String key) {
    String text = texts.get(key);
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(file + ": '" + key + "' is missing");
    }
    return text;
  }
}
