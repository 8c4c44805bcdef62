package dev.landfall.jobs.source;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What the enumerator must not forget: objects seen, splits not yet given out, places that fail.
 *
 * <p>Splits that readers hold are in the readers' state, and the readers say so when they start.
 *
 * @param failing path of a place or object that could not be looked into, to since when
 * @param retries objects among these, to be tried again
 * @param newestArrivalAt epoch milliseconds at which the newest object seen came; null: none was
 * @param listedAt epoch milliseconds of the last look without a problem; null: none, or not known
 */
record EnumeratorState(
    KnownObjects known,
    long nextOrdinal,
    long objectsRead,
    List<ObjectSplit> pending,
    SortedMap<String, Long> failing,
    List<ObjectSplit> retries,
    @Nullable Long newestArrivalAt,
    @Nullable Long listedAt) {

  static EnumeratorState empty() {
    return new EnumeratorState(
        new KnownObjects(),
        0,
        0,
        new ArrayList<>(),
        new TreeMap<>(),
        new ArrayList<>(),
        null,
        null);
  }

  /**
   * The stored form. A field is added by a new version: version 2 added the newest arrival, version
   * 3 the folders looked through and the last look.
   */
  static final class Serializer implements SimpleVersionedSerializer<EnumeratorState> {
    private static final int VERSION = 3;

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(EnumeratorState state) {
      ByteWriter out = new ByteWriter();
      state.known.writeNames(out);
      out.writeLong(state.nextOrdinal);
      out.writeLong(state.objectsRead);
      writeSplits(out, state.pending);
      out.writeLong(state.failing.size());
      for (Map.Entry<String, Long> entry : state.failing.entrySet()) {
        out.writeString(entry.getKey());
        out.writeLong(entry.getValue());
      }
      writeSplits(out, state.retries);
      out.writeNullable(state.newestArrivalAt);
      out.writeNullable(state.listedAt);
      state.known.writeFolders(out);
      return out.toByteArray();
    }

    @Override
    public EnumeratorState deserialize(int version, byte[] bytes) throws IOException {
      if (version < 1 || version > VERSION) {
        throw new IOException(
            "enumerator state of version %d; this build reads up to %d"
                .formatted(version, VERSION));
      }
      ByteReader in = new ByteReader(bytes);
      KnownObjects known = KnownObjects.readNames(in);
      long nextOrdinal = in.readLong();
      long objectsRead = in.readLong();
      List<ObjectSplit> pending = readSplits(in);
      SortedMap<String, Long> failing = new TreeMap<>();
      for (long n = in.readLong(); n > 0; n--) {
        failing.put(in.readString(), in.readLong());
      }
      List<ObjectSplit> retries = readSplits(in);
      Long newestArrivalAt = version < 2 ? null : in.readNullableLong();
      Long listedAt = version < 3 ? null : in.readNullableLong();
      if (version >= 3) {
        known.readFolders(in);
      }
      return new EnumeratorState(
          known, nextOrdinal, objectsRead, pending, failing, retries, newestArrivalAt, listedAt);
    }

    private static void writeSplits(ByteWriter out, List<ObjectSplit> splits) {
      out.writeLong(splits.size());
      splits.forEach(split -> ObjectSplitSerializer.write(out, split));
    }

    private static List<ObjectSplit> readSplits(ByteReader in) {
      List<ObjectSplit> splits = new ArrayList<>();
      for (long n = in.readLong(); n > 0; n--) {
        splits.add(ObjectSplitSerializer.read(in));
      }
      return splits;
    }
  }
}
