package dev.landfall.jobs.source;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.ingest.source.FoundObject;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The one split of a {@link ProbeSource}: the folder, and what of it has been read.
 *
 * @param known files handed on whole
 * @param failing path of what could not be read, to what was seen of it: tried again at each look
 */
record ProbeSplit(KnownObjects known, SortedMap<String, FoundObject> failing)
    implements SourceSplit {

  static ProbeSplit unread() {
    return new ProbeSplit(new KnownObjects(), new TreeMap<>());
  }

  @Override
  public String splitId() {
    return "probes";
  }

  /** The stored form. A field is added by a new version. */
  static final class Serializer implements SimpleVersionedSerializer<ProbeSplit> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(ProbeSplit split) {
      ByteWriter out = new ByteWriter();
      split.known.writeNames(out);
      split.known.writeFolders(out);
      out.writeLong(split.failing.size());
      for (FoundObject file : split.failing.values()) {
        out.writeString(file.path());
        out.writeString(file.folder());
        out.writeLong(file.size());
        out.writeLong(file.version());
        out.writeLong(file.modifiedAt());
        out.writeLong(file.changedAt());
      }
      return out.toByteArray();
    }

    @Override
    public ProbeSplit deserialize(int version, byte[] bytes) throws IOException {
      if (version != VERSION) {
        throw new IOException(
            "a split of probe samples of version %d; this build reads 1".formatted(version));
      }
      ByteReader in = new ByteReader(bytes);
      KnownObjects known = KnownObjects.readNames(in);
      known.readFolders(in);
      SortedMap<String, FoundObject> failing = new TreeMap<>();
      for (long n = in.readLong(); n > 0; n--) {
        String path = in.readString();
        failing.put(
            path,
            new FoundObject(
                path, in.readString(), in.readLong(), in.readLong(), in.readLong(), in.readLong()));
      }
      return new ProbeSplit(known, failing);
    }
  }
}
