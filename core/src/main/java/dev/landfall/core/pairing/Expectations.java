package dev.landfall.core.pairing;

import dev.landfall.core.model.Family;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which families each account is known to log, from {@code expect:} in the configuration.
 *
 * <p>Missing: an account that is not named is expected to log both.
 */
public final class Expectations {
  private static final Set<Family> BOTH = Set.of(Family.TRAIL, Family.LOG);

  private final Map<String, Set<Family>> byAccount = new HashMap<>();

  /** One line of the configuration. */
  public record Entry(List<String> accounts, Set<Family> families) {}

  public Expectations(List<Entry> entries) {
    for (Entry entry : entries) {
      for (String account : entry.accounts()) {
        byAccount.putIfAbsent(account, Set.copyOf(entry.families()));
      }
    }
  }

  public static Expectations everything() {
    return new Expectations(List.of());
  }

  public Set<Family> of(String account) {
    return EnumSet.copyOf(byAccount.getOrDefault(account, BOTH));
  }
}
