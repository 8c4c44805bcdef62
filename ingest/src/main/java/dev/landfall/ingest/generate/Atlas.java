package dev.landfall.ingest.generate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The little geography the scenario needs, written anew so that it cannot share a mistake with the
 * product's catalogue.
 *
 * <p>Source: Bedrock model cards of Claude Sonnet 4.6, Claude Opus 4.8 and Nova Lite; token
 * burndown page of late 2026.
 */
final class Atlas {
  private static final Map<String, String> COUNTRIES =
      Map.ofEntries(
          Map.entry("ap-southeast-6", "NZ"),
          Map.entry("ap-southeast-2", "AU"),
          Map.entry("ap-southeast-4", "AU"),
          Map.entry("ap-southeast-1", "SG"),
          Map.entry("ap-northeast-1", "JP"),
          Map.entry("eu-central-1", "DE"),
          Map.entry("eu-west-1", "IE"),
          Map.entry("eu-west-2", "GB"),
          Map.entry("eu-west-3", "FR"),
          Map.entry("eu-north-1", "SE"),
          Map.entry("eu-south-1", "IT"),
          Map.entry("eu-south-2", "ES"),
          Map.entry("sa-east-1", "BR"),
          Map.entry("us-east-1", "US"),
          Map.entry("us-east-2", "US"),
          Map.entry("us-west-2", "US"));

  private static final List<String> EU_CORE =
      List.of("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3");

  private static final Map<String, Set<String>> ROUTES =
      Map.ofEntries(
          route("au.anthropic.claude-sonnet-4-6", "ap-southeast-2", "ap-southeast-4"),
          route(
              "au.anthropic.claude-sonnet-4-6",
              "ap-southeast-6",
              "ap-southeast-2",
              "ap-southeast-4"),
          route("au.anthropic.claude-opus-4-8", "ap-southeast-2", "ap-southeast-4"),
          europe("eu.anthropic.claude-sonnet-4-6", "eu-central-1"),
          europe("eu.anthropic.claude-sonnet-4-6", "eu-west-2"),
          europe("eu.anthropic.claude-opus-4-8", "eu-central-1"),
          route("eu.amazon.nova-lite-v1:0", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3"),
          route("us.anthropic.claude-sonnet-4-6", "us-east-1", "us-east-2", "us-west-2"),
          route("us.anthropic.claude-sonnet-4-6", "us-west-2", "us-east-1", "us-east-2"),
          route("us.anthropic.claude-opus-4-8", "us-east-1", "us-east-2", "us-west-2"),
          route("us.amazon.nova-lite-v1:0", "us-east-1", "us-east-2", "us-west-2"));

  private static final Set<String> KNOWN_PROFILES = knownProfiles();

  private Atlas() {}

  static String country(String region) {
    String country = COUNTRIES.get(region);
    if (country == null) {
      throw new IllegalArgumentException("the scenario uses no Region '" + region + "'");
    }
    return country;
  }

  /** Where a geographic profile called from a source may run; null: nobody has written it down. */
  static @Nullable Set<String> destinations(String profile, String source) {
    return ROUTES.get(profile + '@' + source);
  }

  /** Whether anything is known of a profile from any source at all, be it that it is open. */
  static boolean knows(String profile) {
    return KNOWN_PROFILES.contains(profile) || profile.startsWith("global.");
  }

  /** How many quota tokens one output token costs. */
  static long burndown(String model) {
    if (model.equals("anthropic.claude-opus-4-8")) {
      return 15;
    }
    return model.startsWith("anthropic.") ? 5 : 1;
  }

  /** A source always serves itself. */
  private static Map.Entry<String, Set<String>> route(
      String profile, String source, String... others) {
    Set<String> all = new TreeSet<>(List.of(others));
    all.add(source);
    return Map.entry(profile + '@' + source, Set.copyOf(all));
  }

  private static Map.Entry<String, Set<String>> europe(String profile, String source) {
    return route(profile, source, EU_CORE.toArray(new String[0]));
  }

  private static Set<String> knownProfiles() {
    Set<String> known = new TreeSet<>();
    ROUTES.keySet().forEach(key -> known.add(key.substring(0, key.indexOf('@'))));
    return Set.copyOf(known);
  }
}
