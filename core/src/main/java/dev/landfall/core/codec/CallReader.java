package dev.landfall.core.codec;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.NamedRegions;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one call or witness in the second form, as {@link CallWriter} wrote it. */
final class CallReader {
  private static final WitnessKind[] KINDS = WitnessKind.values();
  private static final int LEAST_ADDENDUM = 3; // bytes: id, bits, time

  private final ByteReader in;
  private final UuidText uuid = new UuidText();
  private final KeyForm key = new KeyForm(uuid);
  private final StatementReader statements;
  private final MetReader met;
  private boolean timed;
  private long firstEventAt;

  /** {@code in}: behind the version. */
  CallReader(ByteReader in) {
    this.in = in;
    this.statements = new StatementReader(in, key, uuid);
    this.met = new MetReader(in);
  }

  Call call() {
    int head = in.readByte();
    CallKey read = key.read(in, head);
    int present = head >> KeyForm.BITS;
    if (present >= 1 << KINDS.length) {
      throw in.damaged("kinds of witness " + present);
    }
    Stated[] stated = new Stated[KINDS.length];
    for (int kind = 0; kind < KINDS.length; kind++) {
      if ((present & 1 << kind) != 0) {
        stated[kind] = stated();
      }
    }
    Slot api = met(stated[WitnessKind.API.ordinal()]);
    Slot completion = met(stated[WitnessKind.COMPLETION.ordinal()]);
    Slot log = met(stated[WitnessKind.LOG.ordinal()]);
    end();
    return new Call(read, api, completion, log);
  }

  Witness witness() {
    int head = in.readByte();
    CallKey read = key.read(in, head);
    int kind = head >> KeyForm.BITS;
    boolean addendum = (kind & CallWriter.ADDENDUM_WITNESS) != 0;
    kind &= ~CallWriter.ADDENDUM_WITNESS;
    if (kind >= KINDS.length) {
      throw in.damaged("kind of witness " + kind);
    }
    Statement statement = statements.read();
    Place place = met.place();
    long arrivedAt = in.readLong() + statement.eventAt();
    end();
    return new Witness(read, KINDS[kind], statement, addendum, place, arrivedAt);
  }

  private void end() {
    if (!in.atEnd()) {
      throw in.damaged("more than one value");
    }
  }

  /** What one kind of witness states. */
  private record Stated(
      @Nullable Statement best, SortedSet<String> regions, SortedMap<String, Statement> addenda) {}

  private Stated stated() {
    int said = in.readByte();
    Statement best = (said & CallWriter.BEST) == 0 ? null : statement();
    SortedSet<String> regions =
        (said & CallWriter.REGIONS_LISTED) != 0
            ? regions()
            : NamedRegions.of(best == null ? null : best.inferenceRegion());
    SortedMap<String, Statement> addenda =
        (said & CallWriter.ADDENDA) == 0 ? Collections.emptySortedMap() : addenda();
    return new Stated(best, regions, addenda);
  }

  private SortedSet<String> regions() {
    SortedSet<String> regions = NamedRegions.NONE;
    for (int n = in.readUnsignedCount(1); n > 0; n--) {
      regions = NamedRegions.union(regions, NamedRegions.of(statements.text()));
    }
    return regions;
  }

  private SortedMap<String, Statement> addenda() {
    SortedMap<String, Statement> addenda = new TreeMap<>();
    for (int n = in.readUnsignedCount(LEAST_ADDENDUM); n > 0; n--) {
      int length = in.readUnsigned();
      String id = length == CallWriter.OWN_ID ? null : in.text(length - 1);
      Statement statement = statement();
      String own = id == null ? statement.recordId() : id;
      if (own == null) {
        throw in.damaged("a correction without an id");
      }
      addenda.put(own, statement);
    }
    return addenda;
  }

  private Statement statement() {
    Statement statement = statements.read();
    if (!timed) {
      timed = true;
      firstEventAt = statement.eventAt();
    }
    return statement;
  }

  private @Nullable Slot met(@Nullable Stated stated) {
    return stated == null
        ? null
        : met.slot(stated.best, stated.regions, stated.addenda, firstEventAt);
  }
}
