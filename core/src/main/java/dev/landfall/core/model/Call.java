package dev.landfall.core.model;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to invoke a model, as the merge of everything said of it.
 *
 * <p>Shape: one per {@link CallKey}. {@link #merge} is associative, commutative and idempotent, and
 * is the only way two parts of a call come together: the operator, compaction and readers all use
 * it. Missing: a null slot means that kind of witness has not come, which is not yet an absence;
 * {@code pairing} says when it counts as one.
 */
public record Call(CallKey key, @Nullable Slot api, @Nullable Slot completion, @Nullable Slot log) {

  private static final WitnessKind[] KINDS = WitnessKind.values();

  public static Call of(Witness witness) {
    return of(witness, witness.place().fingerprint());
  }

  /** The same where the place's fingerprint is known. */
  public static Call of(Witness witness, long fingerprint) {
    Slot slot = Slot.of(witness, fingerprint);
    return new Call(
        witness.key(),
        witness.kind() == WitnessKind.API ? slot : null,
        witness.kind() == WitnessKind.COMPLETION ? slot : null,
        witness.kind() == WitnessKind.LOG ? slot : null);
  }

  public static Call merge(Call a, Call b) {
    if (!a.key.equals(b.key)) {
      throw new IllegalArgumentException(
          "cannot merge two calls, %s and %s".formatted(a.key.text(), b.key.text()));
    }
    return new Call(
        a.key, merge(a.api, b.api), merge(a.completion, b.completion), merge(a.log, b.log));
  }

  public @Nullable Slot slot(WitnessKind kind) {
    return switch (kind) {
      case API -> api;
      case COMPLETION -> completion;
      case LOG -> log;
    };
  }

  public boolean has(WitnessKind kind) {
    Slot slot = slot(kind);
    return slot != null;
  }

  /** Whether either record of the family, or a correction of one, has come. */
  public boolean has(Family family) {
    return family == Family.LOG ? log != null : api != null || completion != null;
  }

  /** Every Region the family names. Two Regions in one family are kept, not chosen between. */
  public SortedSet<String> namedBy(Family family) {
    return family == Family.LOG
        ? namedBy(log)
        : NamedRegions.union(namedBy(api), namedBy(completion));
  }

  private static SortedSet<String> namedBy(@Nullable Slot slot) {
    return slot == null ? NamedRegions.NONE : slot.namedRegions();
  }

  /** How many kinds of record have come, 0 to 3; the first part of the order of a call's rows. */
  public int witnesses() {
    int n = 0;
    for (WitnessKind kind : KINDS) {
      Slot slot = slot(kind);
      if (slot != null && slot.present()) {
        n++;
      }
    }
    return n;
  }

  /** How many distinct corrections are applied. */
  public int addenda() {
    int n = 0;
    for (WitnessKind kind : KINDS) {
      Slot slot = slot(kind);
      n += slot == null ? 0 : slot.addenda().size();
    }
    return n;
  }

  /** Copies of plain records and of corrections met, repeats included. */
  public int copies() {
    int n = 0;
    for (WitnessKind kind : KINDS) {
      Slot slot = slot(kind);
      n += slot == null ? 0 : slot.copies().length + slot.addendumCopies().length;
    }
    return n;
  }

  /**
   * Records beyond the first of each kind and each correction: {@code copies - witnesses -
   * addenda}.
   */
  public int duplicates() {
    return copies() - witnesses() - addenda();
  }

  /** The latest event time of any of its records, epoch milliseconds. */
  public long lastEventAt() {
    long last = Long.MIN_VALUE;
    for (WitnessKind kind : KINDS) {
      Slot slot = slot(kind);
      last = slot == null ? last : Math.max(last, slot.lastEventAt());
    }
    return last;
  }

  /** When the last of its records arrived, epoch milliseconds. */
  public long lastArrivedAt() {
    long last = Long.MIN_VALUE;
    for (WitnessKind kind : KINDS) {
      Slot slot = slot(kind);
      last = slot == null ? last : Math.max(last, slot.lastArrivedAt());
    }
    return last;
  }

  private static @Nullable Slot merge(@Nullable Slot a, @Nullable Slot b) {
    if (a == null) {
      return b;
    }
    return b == null ? a : Slot.merge(a, b);
  }
}
