package dev.landfall.jobs.operator;

import dev.landfall.core.model.Family;
import dev.landfall.core.pairing.Expectations;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long calls wait and are kept, and which families each account logs; in a form that travels.
 *
 * <p>Units: milliseconds.
 */
public record PairingTerms(long settleMillis, long rememberMillis, ArrayList<Expected> expected)
    implements Serializable {
  private static final long serialVersionUID = 1;

  record Expected(ArrayList<String> accounts, ArrayList<Family> families) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  public static PairingTerms of(
      Duration settle, Duration remember, List<Expectations.Entry> expect) {
    ArrayList<Expected> expected = new ArrayList<>();
    for (Expectations.Entry entry : expect) {
      expected.add(
          new Expected(new ArrayList<>(entry.accounts()), new ArrayList<>(entry.families())));
    }
    return new PairingTerms(settle.toMillis(), remember.toMillis(), expected);
  }

  List<Expectations.Entry> expect() {
    List<Expectations.Entry> entries = new ArrayList<>();
    for (Expected each : expected) {
      entries.add(new Expectations.Entry(each.accounts(), java.util.Set.copyOf(each.families())));
    }
    return entries;
  }
}
