package dev.landfall.core.codec;

import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.Statement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Reads where and when the witnesses of one coded call were met, as {@link MetWriter} wrote it. */
final class MetReader {
  private static final PlaceKind[] KINDS = PlaceKind.values();
  private static final long[] NONE = {};

  private final ByteReader in;
  private byte[] bytes = MetBits.NO_URI;
  private String uri = "";
  private long uriHash;
  private boolean hashed;

  MetReader(ByteReader in) {
    this.in = in;
  }

  /** The slot of which all else has been read. */
  Slot slot(
      @Nullable Statement best,
      SortedSet<String> regions,
      SortedMap<String, Statement> addenda,
      long firstEventAt) {
    int said = in.readByte();
    int count = said >> MetBits.PLACES;
    if (count == MetBits.MANY) {
      count = in.readUnsignedCount(MetBits.LEAST_PLACE);
    }
    int copiesForm = said & MetBits.COPIES;
    int addendaForm = said >> MetBits.ADDENDUM_COPIES & MetBits.COPIES;
    long[] copies = list(copiesForm);
    long[] addendumCopies = list(addendaForm);
    boolean wanted = copiesForm == MetBits.AS_PLACES || addendaForm == MetBits.AS_PLACES;
    long[] prints = wanted ? new long[count] : NONE;
    List<Place> places = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Place place = place();
      places.add(place);
      if (wanted) {
        prints[i] = place.fingerprint(uriHash());
      }
    }
    Arrays.sort(prints);
    long first = in.readLong() + firstEventAt;
    long last = (said & MetBits.AGAIN) == 0 ? first : first + in.readLong();
    return new Slot(
        best,
        regions,
        addenda,
        copiesForm == MetBits.AS_PLACES ? prints : copies,
        addendaForm == MetBits.AS_PLACES ? prints : addendumCopies,
        places,
        first,
        last);
  }

  Place place() {
    int said = in.readUnsigned();
    int common = said >>> MetBits.COMMON;
    int kind = said & MetBits.KIND;
    if (common > bytes.length || kind >= KINDS.length) {
      throw in.damaged(
          "a place of kind %d with %d bytes of the %d before"
              .formatted(kind, common, bytes.length));
    }
    byte[] end = (said & MetBits.ENDS) == 0 ? MetBits.NO_URI : MetBits.USUAL_END;
    int rest = in.readUnsignedCount(1);
    if (common < bytes.length || rest + end.length > 0) {
      byte[] now = Arrays.copyOf(bytes, common + rest + end.length);
      in.copyTo(now, common, rest);
      System.arraycopy(end, 0, now, common + rest, end.length);
      bytes = now;
      uri = new String(now, StandardCharsets.UTF_8);
      hashed = false;
    }
    return new Place(KINDS[kind], uri, in.readLong(), in.readLong());
  }

  private long uriHash() {
    if (!hashed) {
      uriHash = Place.hash(uri);
      hashed = true;
    }
    return uriHash;
  }

  private long[] list(int form) {
    if (form != MetBits.LISTED) {
      return NONE;
    }
    long[] copies = new long[in.readUnsignedCount(Long.BYTES)];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = in.readFixedLong();
    }
    return copies;
  }
}
