package dev.landfall.core.model;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model id as a caller or AWS wrote it, taken apart once.
 *
 * <p>{@code model} is the base model id ({@code anthropic.claude-sonnet-4-6}) or null where the id
 * does not tell it (application profiles, provisioned throughput, prompts). {@code profile} is the
 * system profile's id ({@code au.anthropic.claude-sonnet-4-6}), the application profile's ARN, or
 * null where no profile was used. Source: the Bedrock user guide's inference profile pages and the
 * ARN patterns of the service model. A prefix tells that a profile was used, never where it leads:
 * that is the catalogue's to say.
 */
public record ModelRef(
    Kind kind,
    String raw,
    @Nullable String model,
    @Nullable String profile,
    @Nullable String arnRegion) {

  /** What the id names. Stored by name. */
  public enum Kind {
    /** A plain foundation model: inference stays in the source Region. */
    FOUNDATION,
    /** A foundation-model ARN without a Region: the form a global profile leads to. */
    FOUNDATION_ANYWHERE,
    GEOGRAPHIC_PROFILE,
    GLOBAL_PROFILE,
    APPLICATION_PROFILE,
    PROVISIONED,
    PROMPT,
    PROMPT_ROUTER,
    /** Imported, custom or marketplace models: served where they were deployed, by ARN. */
    CUSTOM,
    UNRECOGNISED
  }

  private static final Set<String> GEOGRAPHIES =
      Set.of("us", "eu", "apac", "au", "jp", "ca", "in", "us-gov");

  public boolean isProfile() {
    return kind == Kind.GEOGRAPHIC_PROFILE
        || kind == Kind.GLOBAL_PROFILE
        || kind == Kind.APPLICATION_PROFILE;
  }

  /** Takes an id apart. Never fails: what is not understood is {@link Kind#UNRECOGNISED}. */
  public static ModelRef parse(String raw) {
    if (!raw.startsWith("arn:")) {
      return fromId(raw, raw, null);
    }
    String[] arn = raw.split(":", 6);
    if (arn.length < 6) {
      return new ModelRef(Kind.UNRECOGNISED, raw, null, null, null);
    }
    String region = arn[3].isEmpty() ? null : arn[3];
    String resource = arn[5];
    int slash = resource.indexOf('/');
    String type = slash < 0 ? resource : resource.substring(0, slash);
    String id = slash < 0 ? "" : resource.substring(slash + 1);
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "foundation-model" ->
          region == null
              ? new ModelRef(Kind.FOUNDATION_ANYWHERE, raw, id, null, null)
              : new ModelRef(Kind.FOUNDATION, raw, id, null, region);
      case "inference-profile" -> profile(raw, id, region);
      case "application-inference-profile" ->
          new ModelRef(Kind.APPLICATION_PROFILE, raw, null, raw, region);
      case "provisioned-model" -> new ModelRef(Kind.PROVISIONED, raw, null, null, region);
      case "prompt" -> new ModelRef(Kind.PROMPT, raw, null, null, region);
      case "default-prompt-router", "prompt-router" ->
          new ModelRef(Kind.PROMPT_ROUTER, raw, null, null, region);
      case "custom-model", "imported-model", "custom-model-deployment", "endpoint" ->
          new ModelRef(Kind.CUSTOM, raw, null, null, region);
      default -> new ModelRef(Kind.UNRECOGNISED, raw, null, null, region);
    };
  }

  /** An inference-profile ARN is a profile even where its id has a prefix we have never seen. */
  private static ModelRef profile(String raw, String id, @Nullable String region) {
    ModelRef read = fromId(raw, id, region);
    return read.isProfile() ? read : new ModelRef(Kind.GEOGRAPHIC_PROFILE, raw, null, id, region);
  }

  private static ModelRef fromId(String raw, String id, @Nullable String region) {
    int dot = id.indexOf('.');
    if (dot <= 0 || dot == id.length() - 1) {
      return new ModelRef(Kind.UNRECOGNISED, raw, null, null, region);
    }
    String head = id.substring(0, dot);
    String tail = id.substring(dot + 1);
    if (head.equals("global")) {
      return new ModelRef(Kind.GLOBAL_PROFILE, raw, tail, id, region);
    }
    // An unknown two-part prefix before "provider.model" is a geography AWS has added since.
    if (GEOGRAPHIES.contains(head) || tail.indexOf('.') > 0 && isProvider(tail)) {
      return new ModelRef(Kind.GEOGRAPHIC_PROFILE, raw, tail, id, region);
    }
    return new ModelRef(Kind.FOUNDATION, raw, id, null, region);
  }

  /** True for "provider.model…": the text before the first dot holds letters and digits only. */
  private static boolean isProvider(String id) {
    int dot = id.indexOf('.');
    for (int i = 0; i < dot; i++) {
      char c = id.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9')) {
        return false;
      }
    }
    return !Character.isDigit(id.charAt(dot + 1));
  }
}
