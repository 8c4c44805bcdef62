package dev.landfall.core.model;

import dev.landfall.core.codec.StatementCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that one kind of witness has said of one call: every copy and correction, joined.
 *
 * <p>Shape: a join-semilattice. {@link #merge} is associative, commutative and idempotent because
 * each component is: the greatest statement of a total order, unions of sets, least and greatest
 * times. {@code copies} are fingerprints of the places a plain record was met at (so repeats are
 * {@code copies.length - 1}), {@code addendumCopies} the same for corrections. Places: the four
 * strongest. Missing: {@code best} is null when only a correction has come so far.
 *
 * <p>Regions: copies that name different Regions are all kept, for one outside Region is enough for
 * a breach; a correction that names a Region replaces them.
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compact on the hot path; equals and hashCode are written out
public record Slot(
    @Nullable Statement best,
    SortedSet<String> regions,
    SortedMap<String, Statement> addenda,
    long[] copies,
    long[] addendumCopies,
    List<Place> places,
    long firstArrivedAt,
    long lastArrivedAt) {

  public static final int PLACES_KEPT = 4;

  private static final long[] NOWHERE = {};

  public static Slot of(Witness witness) {
    return of(witness, witness.place().fingerprint());
  }

  static Slot of(Witness witness, long fingerprint) {
    long[] place = {fingerprint};
    Statement said = witness.statement();
    SortedSet<String> regions = NamedRegions.NONE;
    SortedMap<String, Statement> addenda = Collections.emptySortedMap();
    if (witness.addendum()) {
      String id = said.recordId();
      addenda = new TreeMap<>();
      addenda.put(id == null ? Long.toHexString(place[0]) : id, said);
    } else {
      regions = NamedRegions.of(said.inferenceRegion());
    }
    return new Slot(
        witness.addendum() ? null : said,
        regions,
        addenda,
        witness.addendum() ? NOWHERE : place,
        witness.addendum() ? place : NOWHERE,
        List.of(witness.place()),
        witness.arrivedAt(),
        witness.arrivedAt());
  }

  public static Slot merge(Slot a, Slot b) {
    SortedMap<String, Statement> addenda = new TreeMap<>(a.addenda);
    b.addenda.forEach((id, statement) -> addenda.merge(id, statement, Slot::greater));
    TreeSet<Place> places = new TreeSet<>(a.places);
    places.addAll(b.places);
    return new Slot(
        greaterOrOther(a.best, b.best),
        NamedRegions.union(a.regions, b.regions),
        addenda,
        union(a.copies, b.copies),
        union(a.addendumCopies, b.addendumCopies),
        new ArrayList<>(places).subList(0, Math.min(PLACES_KEPT, places.size())),
        Math.min(a.firstArrivedAt, b.firstArrivedAt),
        Math.max(a.lastArrivedAt, b.lastArrivedAt));
  }

  /** A record (not only a correction) has come. */
  public boolean present() {
    return best != null;
  }

  /** What this kind of witness says now: the record, overlaid by its corrections in time order. */
  public Statement effective() {
    Statement result = best;
    if (result != null && addenda.isEmpty()) {
      return result;
    }
    List<Statement> ordered = new ArrayList<>(addenda.values());
    ordered.sort(
        (x, y) -> {
          int byTime = Long.compare(x.eventAt(), y.eventAt());
          return byTime != 0 ? byTime : StatementCodec.compare(x, y);
        });
    for (Statement correction : ordered) {
      result = result == null ? correction : overlay(result, correction);
    }
    if (result == null) {
      throw new IllegalStateException("a slot holds a record or a correction, this one holds none");
    }
    return result;
  }

  /** Every Region this kind of witness names, after corrections. */
  public SortedSet<String> namedRegions() {
    if (addenda.isEmpty()) {
      return regions;
    }
    boolean corrected = false;
    for (Statement correction : addenda.values()) {
      corrected |= correction.inferenceRegion() != null;
    }
    if (!corrected) {
      return regions;
    }
    return NamedRegions.of(effective().inferenceRegion());
  }

  /** The later time of record and corrections, epoch milliseconds. */
  public long lastEventAt() {
    long last = best == null ? Long.MIN_VALUE : best.eventAt();
    for (Statement correction : addenda.values()) {
      last = Math.max(last, correction.eventAt());
    }
    return last;
  }

  private static @Nullable Statement greaterOrOther(@Nullable Statement a, @Nullable Statement b) {
    if (a == null) {
      return b;
    }
    return b == null ? a : greater(a, b);
  }

  /** Management event over data-event copy, then the fuller record, then the greater bytes. */
  private static Statement greater(Statement a, Statement b) {
    if (a.dataEvent() != b.dataEvent()) {
      return a.dataEvent() ? b : a;
    }
    int byFields = Integer.compare(StatementCodec.known(a), StatementCodec.known(b));
    if (byFields != 0) {
      return byFields > 0 ? a : b;
    }
    return StatementCodec.compare(a, b) >= 0 ? a : b;
  }

  private static Statement overlay(Statement base, Statement c) {
    Statement.Draft draft = new Statement.Draft();
    draft.recordId = base.recordId();
    draft.eventAt = base.eventAt();
    draft.sourceRegion = first(c.sourceRegion(), base.sourceRegion());
    draft.operation = first(c.operation(), base.operation());
    draft.endpoint = base.endpoint();
    draft.modelId = first(c.modelId(), base.modelId());
    draft.principal = first(c.principal(), base.principal());
    draft.errorCode = first(c.errorCode(), base.errorCode());
    draft.inferenceRegion = first(c.inferenceRegion(), base.inferenceRegion());
    draft.inputTokens = first(c.inputTokens(), base.inputTokens());
    draft.outputTokens = first(c.outputTokens(), base.outputTokens());
    draft.cacheReadTokens = first(c.cacheReadTokens(), base.cacheReadTokens());
    draft.cacheWriteTokens = first(c.cacheWriteTokens(), base.cacheWriteTokens());
    draft.maxTokens = first(c.maxTokens(), base.maxTokens());
    draft.bodyRead = base.bodyRead() || c.bodyRead();
    draft.latencyMs = first(c.latencyMs(), base.latencyMs());
    draft.firstTokenMs = first(c.firstTokenMs(), base.firstTokenMs());
    draft.guardrailBlocked = base.guardrailBlocked() || c.guardrailBlocked();
    draft.dataEvent = base.dataEvent();
    draft.tier = first(c.tier(), base.tier());
    draft.vpcEndpoint = first(c.vpcEndpoint(), base.vpcEndpoint());
    draft.bearerToken = first(c.bearerToken(), base.bearerToken());
    draft.metadata.putAll(base.metadata());
    draft.metadata.putAll(c.metadata());
    return draft.build();
  }

  private static <T> @Nullable T first(@Nullable T preferred, @Nullable T other) {
    return preferred != null ? preferred : other;
  }

  private static long[] union(long[] a, long[] b) {
    long[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    Arrays.sort(all);
    int n = 0;
    for (int i = 0; i < all.length; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        all[n++] = all[i];
      }
    }
    return Arrays.copyOf(all, n);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slot that
        && java.util.Objects.equals(best, that.best)
        && regions.equals(that.regions)
        && addenda.equals(that.addenda)
        && Arrays.equals(copies, that.copies)
        && Arrays.equals(addendumCopies, that.addendumCopies)
        && places.equals(that.places)
        && firstArrivedAt == that.firstArrivedAt
        && lastArrivedAt == that.lastArrivedAt;
  }

  @Override
  public int hashCode() {
    return 31 * java.util.Objects.hash(best, regions, addenda, places) + Arrays.hashCode(copies);
  }
}
