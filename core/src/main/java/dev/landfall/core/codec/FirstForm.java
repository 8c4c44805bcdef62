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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The first form of calls and witnesses: read for ever, for lakes and operator state hold it.
 *
 * <p>Written only where its bytes are an identity: a late witness is known by their hash, whichever
 * build met it.
 */
final class FirstForm {
  static final int VERSION = 1;
  private static final int ADDENDUM = 0x80;
  private static final int LEAST_PLACE = 4; // bytes
  private static final WitnessKind[] KINDS = WitnessKind.values();
  private static final PlaceKind[] PLACES = PlaceKind.values();

  private FirstForm() {}

  static byte[] write(Witness witness) {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeString(witness.key().partition());
    out.writeString(witness.key().account());
    out.writeString(witness.key().requestId());
    out.writeByte(witness.kind().ordinal() | (witness.addendum() ? ADDENDUM : 0));
    StatementCodec.write(out, witness.statement());
    out.writeByte(witness.place().kind().ordinal());
    out.writeString(witness.place().uri());
    out.writeLong(witness.place().offset());
    out.writeLong(witness.place().length());
    out.writeLong(witness.arrivedAt());
    return out.toByteArray();
  }

  /** {@code in}: behind the version. */
  static Call call(ByteReader in) {
    CallKey key = key(in);
    int present = in.readByte();
    Slot api = slot(in, present, WitnessKind.API);
    Slot completion = slot(in, present, WitnessKind.COMPLETION);
    Slot log = slot(in, present, WitnessKind.LOG);
    return new Call(key, api, completion, log);
  }

  /** {@code in}: behind the version. */
  static Witness witness(ByteReader in) {
    CallKey key = key(in);
    int said = in.readByte();
    int kind = said & ~ADDENDUM;
    if (kind >= KINDS.length) {
      throw in.damaged("kind of witness " + kind);
    }
    Statement statement = StatementCodec.read(in);
    Place place = place(in);
    return new Witness(key, KINDS[kind], statement, (said & ADDENDUM) != 0, place, in.readLong());
  }

  private static CallKey key(ByteReader in) {
    String partition = in.readString();
    String account = in.readString();
    String request = in.readString();
    if (partition.isEmpty() || account.isEmpty() || request.isEmpty()) {
      throw in.damaged("a key with an empty text");
    }
    return new CallKey(partition, account, request);
  }

  private static @Nullable Slot slot(ByteReader in, int present, WitnessKind kind) {
    if ((present & 1 << kind.ordinal()) == 0) {
      return null;
    }
    Statement best = in.readByte() == 0 ? null : StatementCodec.read(in);
    SortedSet<String> regions = NamedRegions.NONE;
    for (int n = in.readCount(1); n > 0; n--) {
      regions = NamedRegions.union(regions, NamedRegions.of(in.readString()));
    }
    int corrections = in.readCount(1);
    SortedMap<String, Statement> addenda =
        corrections == 0 ? Collections.emptySortedMap() : new TreeMap<>();
    for (int n = corrections; n > 0; n--) {
      addenda.put(in.readString(), StatementCodec.read(in));
    }
    long[] copies = longs(in);
    long[] addendumCopies = longs(in);
    List<Place> places = new ArrayList<>();
    for (int n = in.readCount(LEAST_PLACE); n > 0; n--) {
      places.add(place(in));
    }
    return new Slot(
        best, regions, addenda, copies, addendumCopies, places, in.readLong(), in.readLong());
  }

  private static long[] longs(ByteReader in) {
    long[] values = new long[in.readCount(Long.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFixedLong();
    }
    return values;
  }

  private static Place place(ByteReader in) {
    int kind = in.readByte();
    if (kind >= PLACES.length) {
      throw in.damaged("kind of place " + kind);
    }
    return new Place(PLACES[kind], in.readString(), in.readLong(), in.readLong());
  }
}
