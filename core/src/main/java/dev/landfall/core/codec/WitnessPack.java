package dev.landfall.core.codec;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the witnesses that {@link WitnessPacks} packed, any of them at any time.
 *
 * <p>Shape: the index is read at once, a witness when it is asked for. Texts are shared by all
 * witnesses of the pack, and through the pool by those of other packs. Threads: one owner.
 */
public final class WitnessPack {
  private static final WitnessKind[] KINDS = WitnessKind.values();
  private static final PlaceKind[] PLACES = PlaceKind.values();
  private static final Endpoint[] ENDPOINTS = Endpoint.values();

  private final ByteReader in;
  private final int rowsFrom;
  private final ByteBuffer index;
  private final int count;
  private final int indexFrom;
  private final int end;
  private final String[] texts;
  private final long[] uriHashes;
  private final UuidText uuid = new UuidText();
  private int lastUri;

  /** The pack that begins at {@code from}; others may follow it in the same bytes. */
  public WitnessPack(byte[] bytes, int from, TextPool pool) {
    ByteBuffer head = ByteBuffer.wrap(bytes, from, bytes.length - from);
    this.count = head.getInt();
    int textsEnd = from + PackRow.HEAD + head.getInt();
    this.rowsFrom = textsEnd;
    int indexFrom = textsEnd + head.getInt();
    this.end = indexFrom + count * PackRow.INDEX;
    this.index = ByteBuffer.wrap(bytes);
    this.indexFrom = indexFrom;
    this.in = new ByteReader(bytes);
    this.texts = texts(from + PackRow.HEAD, textsEnd, pool);
    this.uriHashes = new long[texts.length];
  }

  private String[] texts(int from, int to, TextPool pool) {
    String[] all = new String[16];
    int n = 0;
    in.seek(from);
    while (in.position() < to) {
      if (n == all.length) {
        all = Arrays.copyOf(all, n * 2);
      }
      all[n++] = pool.shared(in.readString());
    }
    return Arrays.copyOf(all, n);
  }

  /** Where the pack ends in its bytes. */
  public int end() {
    return end;
  }

  public int size() {
    return count;
  }

  /** {@link CallHash} of the row's call. */
  public long hash(int row) {
    return index.getLong(indexFrom + row * PackRow.INDEX);
  }

  /** Event time of the row's record, epoch milliseconds. */
  public long time(int row) {
    return index.getLong(indexFrom + row * PackRow.INDEX + Long.BYTES);
  }

  /** Where the rest of the row lies, for {@link #call}. */
  public int rowAt(int row) {
    return rowsFrom + index.getInt(indexFrom + row * PackRow.INDEX + 2 * Long.BYTES);
  }

  /**
   * The call of which a row's witness is all that is known.
   *
   * @param rowAt of the row
   * @param time of the row
   */
  public Call call(int rowAt, long time) {
    Witness witness = witness(rowAt, time);
    return Call.of(witness, witness.place().fingerprint(uriHash(lastUri)));
  }

  private long uriHash(int text) {
    long hash = uriHashes[text];
    if (hash == 0) {
      hash = Place.hash(texts[text]);
      uriHashes[text] = hash;
    }
    return hash;
  }

  Witness witness(int row) {
    return witness(rowAt(row), time(row));
  }

  private Witness witness(int rowAt, long eventAt) {
    in.seek(rowAt);
    int said = (int) in.readLong();
    int kinds = in.readByte();
    CallKey key = new CallKey(text(), text(), id((said & PackRow.REQUEST_UUID) != 0));
    Statement statement = statement(said, eventAt, ENDPOINTS[kinds >> 4]);
    PlaceKind placeKind = PLACES[in.readByte()];
    lastUri = (int) in.readLong();
    Place place = new Place(placeKind, texts[lastUri], in.readLong(), in.readLong());
    return new Witness(
        key,
        KINDS[kinds & 15],
        statement,
        (said & PackRow.ADDENDUM) != 0,
        place,
        in.readLong() + eventAt);
  }

  private Statement statement(int said, long eventAt, Endpoint endpoint) {
    String sourceRegion = text(said & PackRow.SOURCE_REGION);
    String operation = text(said & PackRow.OPERATION);
    String modelId = text(said & PackRow.MODEL);
    String principal = (said & PackRow.PRINCIPAL) == 0 ? null : text().concat(in.readString());
    String errorCode = text(said & PackRow.ERROR);
    String inferenceRegion = text(said & PackRow.INFERENCE_REGION);
    String tier = text(said & PackRow.TIER);
    String recordId =
        (said & PackRow.RECORD_ID) == 0 ? null : id((said & PackRow.RECORD_UUID) != 0);
    return new Statement(
        recordId,
        eventAt,
        sourceRegion,
        operation,
        endpoint,
        modelId,
        principal,
        errorCode,
        inferenceRegion,
        number(said & PackRow.INPUT),
        number(said & PackRow.OUTPUT),
        number(said & PackRow.CACHE_READ),
        number(said & PackRow.CACHE_WRITE),
        number(said & PackRow.MAX_TOKENS),
        (said & PackRow.BODY_READ) != 0,
        number(said & PackRow.LATENCY),
        number(said & PackRow.FIRST_TOKEN),
        (said & PackRow.GUARDRAIL) != 0,
        (said & PackRow.DATA_EVENT) != 0,
        tier,
        flag(said, PackRow.VPC_SAID, PackRow.VPC),
        flag(said, PackRow.BEARER_SAID, PackRow.BEARER),
        metadata(said));
  }

  private SortedMap<String, String> metadata(int said) {
    if ((said & PackRow.METADATA) == 0) {
      return Statement.NO_METADATA;
    }
    SortedMap<String, String> metadata = new TreeMap<>();
    for (long n = in.readLong(); n > 0; n--) {
      metadata.put(in.readString(), in.readString());
    }
    return metadata;
  }

  private @Nullable String text(int there) {
    return there == 0 ? null : text();
  }

  private String text() {
    return texts[(int) in.readLong()];
  }

  private String id(boolean isUuid) {
    return isUuid ? uuid.text(in.readFixedLong(), in.readFixedLong()) : in.readString();
  }

  private @Nullable Long number(int there) {
    return there == 0 ? null : in.readLong();
  }

  private static @Nullable Boolean flag(int said, int there, int yes) {
    return (said & there) == 0 ? null : (said & yes) != 0;
  }
}
