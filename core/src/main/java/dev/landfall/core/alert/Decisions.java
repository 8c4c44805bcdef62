package dev.landfall.core.alert;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that people have decided. A decision met again changes nothing, and the order in which they
 * are met does not matter: their own times count.
 *
 * <p>Bound: one entry per decision ever made by a person.
 */
public final class Decisions {
  private static final Comparator<Decision> LATER =
      Comparator.comparingLong(Decision::at).thenComparing(Decision::id);

  private final Map<String, Decision> all = new TreeMap<>();
  private final Map<String, Decision> acknowledgements = new HashMap<>();
  private final Map<String, Decision> dispositions = new HashMap<>();
  private final Map<String, Decision> silences = new TreeMap<>();
  private final Map<String, Long> ended = new HashMap<>();

  /** Takes one in; false: it was known. */
  public boolean take(Decision decision) {
    if (all.putIfAbsent(decision.id(), decision) != null) {
      return false;
    }
    String about = decision.alert();
    switch (decision.kind()) {
      case ACK -> latest(acknowledgements, decision);
      case DISPOSITION -> latest(dispositions, decision);
      case SILENCE -> silences.put(decision.id(), decision);
      case UNSILENCE -> {
        if (about != null) {
          ended.merge(about, decision.at(), Math::min);
        }
      }
    }
    return true;
  }

  public boolean knows(String id) {
    return all.containsKey(id);
  }

  public Collection<Decision> all() {
    return all.values();
  }

  @Nullable Decision acknowledgement(String alert) {
    return acknowledgements.get(alert);
  }

  @Nullable Decision disposition(String alert) {
    return dispositions.get(alert);
  }

  /** The silence or window that covers the finding at that time; null: none. */
  @Nullable String silencedBy(FindingRevision finding, long now) {
    for (Decision silence : silences.values()) {
      long until = Math.min(silence.until(), ended.getOrDefault(silence.id(), Long.MAX_VALUE));
      if (silence.from() <= now && now < until && silence.covers(finding)) {
        return silence.id();
      }
    }
    return null;
  }

  private static void latest(Map<String, Decision> of, Decision decision) {
    String alert = decision.alert();
    if (alert != null) {
      of.merge(alert, decision, (a, b) -> LATER.compare(a, b) >= 0 ? a : b);
    }
  }
}
