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
 * What the enumerator must not forget: files seen, splits not yet given out, places that fail.
 *
 * <p>Splits that readers hold are in the readers' state, and the readers say so when they start.
 *
 * @param failing path of a folder or file that could not be looked into, to since when
 * @param retries files among these, to be tried again
 * @param newestArrivalAt epoch milliseconds at which the newest file seen came; null: none was
 */
record EnumeratorState(
    KnownFiles known,
    long nextOrdinal,
    long objectsRead,
    List<ObjectSplit> pending,
    SortedMap<String, Long> failing,
    List<ObjectSplit> retries,
    @Nullable Long newestArrivalAt) {

  static EnumeratorState empty() {
    return new EnumeratorState(
        new KnownFiles(), 0, 0, new ArrayList<>(), new TreeMap<>(), new ArrayList<>(), null);
  }

  /** The stored form. A field is added by a new version; version 2 added the newest arrival. */
  static final class Serializer implements SimpleVersionedSerializer<EnumeratorState> {
    private static final int VERSION = 2;

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(EnumeratorState state) {
      ByteWriter out = new ByteWriter();
      state.known.write(out);
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
      KnownFiles known = KnownFiles.read(in);
      long nextOrdinal = in.readLong();
      long objectsRead = in.readLong();
      List<ObjectSplit> pending = readSplits(in);
      SortedMap<String, Long> failing = new TreeMap<>();
      for (long n = in.readLong(); n > 0; n--) {
        failing.put(in.readString(), in.readLong());
      }
      return new EnumeratorState(
          known,
          nextOrdinal,
          objectsRead,
          pending,
          failing,
          readSplits(in),
          version < 2 ? null : in.readNullableLong());
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
