package dev.landfall.core.codec;

import dev.landfall.core.model.Place;
import dev.landfall.core.model.Slot;
import java.util.Arrays;
import java.util.List;

/**
 * Writes where and when the witnesses of one coded call were met, kind by kind; {@link MetReader}
 * reads it back.
 *
 * <p>Shape: {@link MetBits}; copies, which are mostly the fingerprints of the places and then left
 * out; places, each URI without what it begins with in common with the one before; arrivals since
 * the call's first event. Threads: one owner.
 */
final class MetWriter {
  private final ByteWriter out;
  private final PlaceUris uris;
  private byte[] before = MetBits.NO_URI;

  MetWriter(ByteWriter out, PlaceUris uris) {
    this.out = out;
    this.uris = uris;
  }

  /** The next place is the first of its call. */
  void begin() {
    before = MetBits.NO_URI;
  }

  void write(Slot slot, long firstEventAt) {
    int copies = form(slot.copies(), slot.places());
    int addendumCopies = form(slot.addendumCopies(), slot.places());
    boolean again = slot.lastArrivedAt() != slot.firstArrivedAt();
    int places = slot.places().size();
    out.writeByte(
        copies
            | addendumCopies << MetBits.ADDENDUM_COPIES
            | (again ? MetBits.AGAIN : 0)
            | Math.min(places, MetBits.MANY) << MetBits.PLACES);
    if (places >= MetBits.MANY) {
      out.writeUnsigned(places);
    }
    list(copies, slot.copies());
    list(addendumCopies, slot.addendumCopies());
    for (Place place : slot.places()) {
      write(place);
    }
    out.writeLong(slot.firstArrivedAt() - firstEventAt);
    if (again) {
      out.writeLong(slot.lastArrivedAt() - slot.firstArrivedAt());
    }
  }

  void write(Place place) {
    byte[] uri = uris.of(place.uri()).bytes();
    int common = common(before, uri);
    int end = uri.length - MetBits.USUAL_END.length;
    boolean usual =
        end >= common
            && Arrays.equals(uri, end, uri.length, MetBits.USUAL_END, 0, MetBits.USUAL_END.length);
    int rest = (usual ? end : uri.length) - common;
    out.writeUnsigned(
        (long) common << MetBits.COMMON | (usual ? MetBits.ENDS : 0) | place.kind().ordinal());
    out.writeUnsigned(rest);
    out.writeRaw(uri, common, rest);
    out.writeLong(place.offset());
    out.writeLong(place.length());
    before = uri;
  }

  private static int common(byte[] before, byte[] now) {
    int n = Arrays.mismatch(before, now);
    return n < 0 ? now.length : n;
  }

  private int form(long[] copies, List<Place> places) {
    if (copies.length == 0) {
      return MetBits.NO_COPIES;
    }
    if (copies.length != places.size()) {
      return MetBits.LISTED;
    }
    if (copies.length == 1) {
      return print(places.get(0)) == copies[0] ? MetBits.AS_PLACES : MetBits.LISTED;
    }
    long[] prints = new long[copies.length];
    for (int i = 0; i < prints.length; i++) {
      prints[i] = print(places.get(i));
    }
    Arrays.sort(prints);
    return Arrays.equals(prints, copies) ? MetBits.AS_PLACES : MetBits.LISTED;
  }

  private long print(Place place) {
    return place.fingerprint(uris.of(place.uri()).hash());
  }

  private void list(int form, long[] copies) {
    if (form == MetBits.LISTED) {
      out.writeUnsigned(copies.length);
      for (long copy : copies) {
        out.writeFixedLong(copy);
      }
    }
  }
}
