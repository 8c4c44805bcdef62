package dev.landfall.core.codec;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.NamedRegions;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The byte form of calls and witnesses: operator state, edges between operators, and the lake's
 * {@code evidence} column.
 *
 * <p>Shape: the first byte is the form's version. A reader knows every version ever released; a
 * field is added by a new version, never by changing an old one. Equal values have equal bytes.
 */
public final class CallCodec {
  private static final int VERSION = 1;
  private static final WitnessKind[] KINDS = WitnessKind.values();

  private CallCodec() {}

  public static byte[] encode(Call call) {
    ByteWriter out = new ByteWriter();
    write(out, call, null);
    return out.toByteArray();
  }

  /** Appends the form; {@code parts}, if given, then tells where its parts lie. */
  static void write(ByteWriter out, Call call, @Nullable EvidenceForm parts) {
    out.writeByte(VERSION);
    writeKey(out, call.key());
    int present = 0;
    for (WitnessKind kind : KINDS) {
      present |= call.slot(kind) == null ? 0 : 1 << kind.ordinal();
    }
    out.writeByte(present);
    for (WitnessKind kind : KINDS) {
      Slot slot = call.slot(kind);
      if (slot != null) {
        writeStated(out, slot);
        if (parts != null) {
          parts.statedUpTo(out.size());
        }
        writeMet(out, slot);
        if (parts != null) {
          parts.metUpTo(out.size());
        }
      }
    }
  }

  public static Call decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    version(in);
    CallKey key = readKey(in);
    int present = in.readByte();
    Slot api = readSlot(in, present, WitnessKind.API);
    Slot completion = readSlot(in, present, WitnessKind.COMPLETION);
    Slot log = readSlot(in, present, WitnessKind.LOG);
    return new Call(key, api, completion, log);
  }

  public static byte[] encode(Witness witness) {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    writeKey(out, witness.key());
    out.writeByte(witness.kind().ordinal() | (witness.addendum() ? 0x80 : 0));
    StatementCodec.write(out, witness.statement());
    writePlace(out, witness.place());
    out.writeLong(witness.arrivedAt());
    return out.toByteArray();
  }

  public static Witness decodeWitness(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    version(in);
    CallKey key = readKey(in);
    int kind = in.readByte();
    Statement statement = StatementCodec.read(in);
    Place place = readPlace(in);
    return new Witness(
        key,
        WitnessKind.values()[kind & 0x7f],
        statement,
        (kind & 0x80) != 0,
        place,
        in.readLong());
  }

  private static void version(ByteReader in) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "coded form has version %d; this build reads up to %d".formatted(version, VERSION));
    }
  }

  private static void writeKey(ByteWriter out, CallKey key) {
    out.writeString(key.partition());
    out.writeString(key.account());
    out.writeString(key.requestId());
  }

  private static CallKey readKey(ByteReader in) {
    return new CallKey(in.readString(), in.readString(), in.readString());
  }

  /** What the witness says. */
  private static void writeStated(ByteWriter out, Slot slot) {
    Statement best = slot.best();
    out.writeByte(best == null ? 0 : 1);
    if (best != null) {
      StatementCodec.write(out, best);
    }
    out.writeLong(slot.regions().size());
    for (String region : slot.regions()) {
      out.writeString(region);
    }
    out.writeLong(slot.addenda().size());
    for (Map.Entry<String, Statement> entry : slot.addenda().entrySet()) {
      out.writeString(entry.getKey());
      StatementCodec.write(out, entry.getValue());
    }
  }

  /** Where and when it was met. */
  private static void writeMet(ByteWriter out, Slot slot) {
    writeLongs(out, slot.copies());
    writeLongs(out, slot.addendumCopies());
    out.writeLong(slot.places().size());
    for (Place place : slot.places()) {
      writePlace(out, place);
    }
    out.writeLong(slot.firstArrivedAt());
    out.writeLong(slot.lastArrivedAt());
  }

  private static @Nullable Slot readSlot(ByteReader in, int present, WitnessKind kind) {
    if ((present & 1 << kind.ordinal()) == 0) {
      return null;
    }
    Statement best = in.readByte() == 0 ? null : StatementCodec.read(in);
    SortedSet<String> regions = NamedRegions.NONE;
    for (long n = in.readLong(); n > 0; n--) {
      regions = NamedRegions.union(regions, NamedRegions.of(in.readString()));
    }
    long corrections = in.readLong();
    SortedMap<String, Statement> addenda =
        corrections == 0 ? Collections.emptySortedMap() : new TreeMap<>();
    for (long n = corrections; n > 0; n--) {
      addenda.put(in.readString(), StatementCodec.read(in));
    }
    long[] copies = readLongs(in);
    long[] addendumCopies = readLongs(in);
    List<Place> places = new ArrayList<>();
    for (long n = in.readLong(); n > 0; n--) {
      places.add(readPlace(in));
    }
    return new Slot(
        best, regions, addenda, copies, addendumCopies, places, in.readLong(), in.readLong());
  }

  private static void writeLongs(ByteWriter out, long[] values) {
    out.writeLong(values.length);
    for (long value : values) {
      out.writeFixedLong(value);
    }
  }

  private static long[] readLongs(ByteReader in) {
    long[] values = new long[(int) in.readLong()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFixedLong();
    }
    return values;
  }

  private static void writePlace(ByteWriter out, Place place) {
    out.writeByte(place.kind().ordinal());
    out.writeString(place.uri());
    out.writeLong(place.offset());
    out.writeLong(place.length());
  }

  private static Place readPlace(ByteReader in) {
    return new Place(
        PlaceKind.values()[in.readByte()], in.readString(), in.readLong(), in.readLong());
  }
}
