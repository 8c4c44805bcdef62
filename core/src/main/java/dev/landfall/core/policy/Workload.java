package dev.landfall.core.policy;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named kind of traffic and where it may run.
 *
 * @param owner who answers for it; null: not named
 * @param dataClass what its prompts hold, in the organisation's own words; null: not named
 * @param allowed countries and Regions where its prompts may go
 * @param forbidProfiles profiles it may not use: the part before the first dot ({@code global}), or
 *     a glob over profile id or ARN
 * @param p95Ms latency objective, milliseconds; null: none
 * @param expectedAwayShare share of its calls that is usually served away from the Region called, 0
 *     to 1; null: what was usual before decides
 */
public record Workload(
    String id,
    @Nullable String owner,
    @Nullable String dataClass,
    Match match,
    Places allowed,
    List<String> forbidProfiles,
    @Nullable Long p95Ms,
    @Nullable Double expectedAwayShare)
    implements Serializable {

  /** The id under which calls of no workload are shown; no workload of a policy may take it. */
  public static final String DEFAULT = "default";

  public Workload {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a workload wants an id, got an empty one");
    }
    if (p95Ms != null && p95Ms <= 0) {
      throw new IllegalArgumentException(
          "workload '%s': objective.p95_ms wants milliseconds above 0, got %d"
              .formatted(id, p95Ms));
    }
    if (expectedAwayShare != null && !(expectedAwayShare >= 0 && expectedAwayShare <= 1)) {
      throw new IllegalArgumentException(
          "workload '%s': expected_away_share wants a share from 0 to 1, got %s"
              .formatted(id, expectedAwayShare));
    }
    forbidProfiles = List.copyOf(forbidProfiles);
  }

  /** Of which nobody says what share usually leaves the Region called. */
  public Workload(
      String id,
      @Nullable String owner,
      @Nullable String dataClass,
      Match match,
      Places allowed,
      List<String> forbidProfiles,
      @Nullable Long p95Ms) {
    this(id, owner, dataClass, match, allowed, forbidProfiles, p95Ms, null);
  }

  public static Workload unclassified(Places allowed) {
    return new Workload(DEFAULT, null, null, Match.everything(), allowed, List.of(), null);
  }

  public boolean isDefault() {
    return id.equals(DEFAULT);
  }

  /** The entry of {@code forbid_profiles} that a profile falls under; null: it may be used. */
  public @Nullable String forbids(String profile) {
    for (String forbidden : forbidProfiles) {
      boolean hit =
          forbidden.indexOf('*') >= 0
              ? Glob.of(forbidden).matches(profile)
              : profile.startsWith(forbidden)
                  && (profile.length() == forbidden.length()
                      || profile.charAt(forbidden.length()) == '.');
      if (hit) {
        return forbidden;
      }
    }
    return null;
  }
}
