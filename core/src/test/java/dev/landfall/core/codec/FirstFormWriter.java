package dev.landfall.core.codec;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.WitnessKind;
import java.util.Map;

/** Writes calls as builds before the second form wrote them. */
public final class FirstFormWriter {
  private FirstFormWriter() {}

  public static byte[] write(Call call) {
    ByteWriter out = new ByteWriter();
    out.writeByte(1);
    out.writeString(call.key().partition());
    out.writeString(call.key().account());
    out.writeString(call.key().requestId());
    int present = 0;
    for (WitnessKind kind : WitnessKind.values()) {
      present |= call.slot(kind) == null ? 0 : 1 << kind.ordinal();
    }
    out.writeByte(present);
    for (WitnessKind kind : WitnessKind.values()) {
      Slot slot = call.slot(kind);
      if (slot != null) {
        write(out, slot);
      }
    }
    return out.toByteArray();
  }

  private static void write(ByteWriter out, Slot slot) {
    Statement best = slot.best();
    out.writeByte(best == null ? 0 : 1);
    if (best != null) {
      StatementCodec.write(out, best);
    }
    out.writeLong(slot.regions().size());
    slot.regions().forEach(out::writeString);
    out.writeLong(slot.addenda().size());
    for (Map.Entry<String, Statement> entry : slot.addenda().entrySet()) {
      out.writeString(entry.getKey());
      StatementCodec.write(out, entry.getValue());
    }
    write(out, slot.copies());
    write(out, slot.addendumCopies());
    out.writeLong(slot.places().size());
    for (Place place : slot.places()) {
      out.writeByte(place.kind().ordinal());
      out.writeString(place.uri());
      out.writeLong(place.offset());
      out.writeLong(place.length());
    }
    out.writeLong(slot.firstArrivedAt());
    out.writeLong(slot.lastArrivedAt());
  }

  private static void write(ByteWriter out, long[] values) {
    out.writeLong(values.length);
    for (long value : values) {
      out.writeFixedLong(value);
    }
  }
}
