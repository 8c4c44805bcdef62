package dev.landfall.ingest.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the scenario's policy says of one workload: written to {@code policy.yaml}, and the measure
 * of the truth.
 *
 * @param match the {@code match} mapping as YAML flow text
 * @param allowed countries and Region codes; empty: everywhere
 * @param more further keys as YAML lines
 * @param objectiveMs above the slowest ordinary answer; null: none
 * @param expectedAway share of calls usually served away from home; null: not said
 */
record Workload(
    String id,
    String owner,
    String match,
    Set<String> allowed,
    List<String> more,
    @Nullable Long objectiveMs,
    @Nullable Double expectedAway) {

  Workload(String id, String owner, String match, Set<String> allowed, List<String> more) {
    this(id, owner, match, allowed, more, null, null);
  }

  /** The further keys, and what is expected of it. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(more);
    if (objectiveMs != null) {
      lines.add("objective: { p95_ms: " + objectiveMs + " }");
    }
    if (expectedAway != null) {
      lines.add("expected_away_share: " + expectedAway);
    }
    return lines;
  }

  static final String UNMATCHED = "default";

  private static final Set<String> EU = Set.of("DE", "FR", "IE", "IT", "ES", "SE");
  private static final Set<String> EU_AND_UK = Set.of("DE", "FR", "IE", "IT", "ES", "SE", "GB");

  /** In the order of the policy; the first that matches wins. */
  static final List<Workload> ALL =
      List.of(
          new Workload(
              "contact-centre",
              "cx-platform",
              "accounts: [\"111122223333\"], principals:"
                  + " [\"arn:aws:sts::*:assumed-role/contact-centre-*\"], models: [\"*claude*\"]",
              Set.of("NZ", "AU"),
              List.of("data_class: customer-pii", "forbid_profiles: [global]"),
              8_000L,
              null),
          new Workload(
              "records-nz",
              "records",
              "principals: [\"arn:aws:sts::*:assumed-role/records-*\"]",
              Set.of("ap-southeast-6"),
              List.of("data_class: health")),
          new Workload(
              "claims-eu",
              "claims",
              "accounts: [\"222233334444\"], principals:"
                  + " [\"arn:aws:sts::*:assumed-role/claims-*\"]",
              Set.of("DE", "FR", "IE"),
              List.of("data_class: customer-pii")),
          new Workload(
              "eu-support",
              "support",
              "accounts: [\"222233334444\"], principals:"
                  + " [\"arn:aws:sts::*:assumed-role/eu-support-*\"]",
              EU,
              List.of("data_class: customer-pii")),
          new Workload(
              "uk-desk",
              "support",
              "principals: [\"arn:aws:sts::*:assumed-role/uk-desk-*\"]",
              EU_AND_UK,
              List.of()),
          new Workload(
              "analytics",
              "data",
              "accounts: [\"333344445555\"], principals:"
                  + " [\"arn:aws:sts::*:assumed-role/analytics-*\"]",
              Set.of(),
              List.of()),
          new Workload(
              "field-service",
              "field",
              "accounts: [\"333344445555\"], principals:"
                  + " [\"arn:aws:sts::*:assumed-role/field-*\"]",
              Set.of(),
              List.of(),
              3_000L,
              0.3),
          new Workload("batch", "data", "accounts: [\"444455556666\"]", Set.of("US"), List.of()));

  private static final Workload DEFAULT = new Workload(UNMATCHED, "", "", Set.of(), List.of());

  static Workload byId(String id) {
    for (Workload workload : ALL) {
      if (workload.id.equals(id)) {
        return workload;
      }
    }
    return DEFAULT;
  }

  boolean limited() {
    return !allowed.isEmpty();
  }

  boolean allows(String region) {
    return !limited() || allowed.contains(region) || allowed.contains(Atlas.country(region));
  }
}
