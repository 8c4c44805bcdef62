package dev.landfall.core.codec;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.NamedRegions;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the second form of calls and witnesses; {@link CallReader} reads it.
 *
 * <p>Shape of a call: version, key with the kinds of witness that have come, what each kind states,
 * and then where and when each was met. What is stated says nothing of the rest, so its bytes,
 * which lie at the start in one piece, are what the content hash is taken of. Threads: one owner.
 */
final class CallWriter {
  static final int VERSION = 2;

  /** The key of a correction is the id of the record it was in. */
  static final int OWN_ID = 0;

  static final int BEST = 1;
  static final int REGIONS_LISTED = 1 << 1; // else those that the best statement names
  static final int ADDENDA = 1 << 2;
  static final int ADDENDUM_WITNESS = 1 << 2; // above the kind
  private static final WitnessKind[] KINDS = WitnessKind.values();

  private final ByteWriter out = new ByteWriter();
  private final UuidText uuid = new UuidText();
  private final KeyForm key = new KeyForm(uuid);
  private final StatementWriter statements = new StatementWriter(out, key, uuid);
  private final MetWriter met;
  private int stated;
  private boolean timed;
  private long firstEventAt;

  CallWriter(PlaceUris uris) {
    met = new MetWriter(out, uris);
  }

  /** Holds the form from its start, {@link #size} bytes long; changed by the next one. */
  byte[] buffer() {
    return out.buffer();
  }

  int size() {
    return out.size();
  }

  /** How many bytes from the start are the key and what is stated. */
  int stated() {
    return stated;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  void write(Call call) {
    begin();
    int present = 0;
    for (WitnessKind kind : KINDS) {
      present |= call.slot(kind) == null ? 0 : 1 << kind.ordinal();
    }
    key.write(out, call.key(), present);
    for (WitnessKind kind : KINDS) {
      Slot slot = call.slot(kind);
      if (slot != null) {
        stated(slot);
      }
    }
    stated = out.size();
    for (WitnessKind kind : KINDS) {
      Slot slot = call.slot(kind);
      if (slot != null) {
        met.write(slot, firstEventAt);
      }
    }
  }

  void write(Witness witness) {
    begin();
    int kind = witness.kind().ordinal() | (witness.addendum() ? ADDENDUM_WITNESS : 0);
    key.write(out, witness.key(), kind);
    statement(witness.statement());
    stated = out.size();
    met.write(witness.place());
    out.writeLong(witness.arrivedAt() - firstEventAt);
  }

  private void begin() {
    out.reset();
    statements.begin();
    met.begin();
    timed = false;
    firstEventAt = 0;
    out.writeByte(VERSION);
  }

  private void stated(Slot slot) {
    Statement best = slot.best();
    boolean listed = !names(slot.regions(), best == null ? null : best.inferenceRegion());
    out.writeByte(
        (best == null ? 0 : BEST)
            | (listed ? REGIONS_LISTED : 0)
            | (slot.addenda().isEmpty() ? 0 : ADDENDA));
    if (best != null) {
      statement(best);
    }
    if (listed) {
      out.writeUnsigned(slot.regions().size());
      for (String region : slot.regions()) {
        statements.text(region);
      }
    }
    if (!slot.addenda().isEmpty()) {
      out.writeUnsigned(slot.addenda().size());
      for (Map.Entry<String, Statement> entry : slot.addenda().entrySet()) {
        addendum(entry.getKey(), entry.getValue());
      }
    }
  }

  private void addendum(String id, Statement statement) {
    if (id.equals(statement.recordId())) {
      out.writeUnsigned(OWN_ID);
    } else {
      byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
      out.writeUnsigned(bytes.length + 1L);
      out.writeRaw(bytes, 0, bytes.length);
    }
    statement(statement);
  }

  private void statement(Statement s) {
    if (!timed) {
      timed = true;
      firstEventAt = s.eventAt();
    }
    statements.write(s);
  }

  /** Whether these are the Regions of {@link NamedRegions#of}. */
  private static boolean names(SortedSet<String> regions, @Nullable String region) {
    return region == null
        ? regions.isEmpty()
        : regions.size() == 1 && region.equals(regions.first());
  }
}
