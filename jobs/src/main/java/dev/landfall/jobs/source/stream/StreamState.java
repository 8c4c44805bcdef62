package dev.landfall.jobs.source.stream;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.ingest.kinesis.Position;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What the enumerator must not forget: the shards, where new ones begin, and what is on record.
 *
 * <p>How far a shard has been read is in the readers' state, and they say what they hold when they
 * start.
 *
 * @param start where a shard is read from that is new: fixed when the source first started
 * @param payloads records of the stream passed on so far, for the live page
 * @param newestArrivalAt when the newest of them arrived, epoch milliseconds; null: there was none
 */
record StreamState(
    ShardGraph shards, Position start, Gaps gaps, long payloads, @Nullable Long newestArrivalAt) {

  static StreamState first(StreamOptions options) {
    return new StreamState(
        new ShardGraph(), options.start(), new Gaps(options.access().region()), 0, null);
  }

  /** The stored form. A field is added by a new version. */
  static final class Serializer implements SimpleVersionedSerializer<StreamState> {
    private static final int VERSION = 1;

    private final String region;

    Serializer(String region) {
      this.region = region;
    }

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(StreamState state) {
      ByteWriter out = new ByteWriter();
      state.shards.write(out);
      ShardSplitSerializer.write(out, state.start);
      state.gaps.write(out);
      out.writeLong(state.payloads);
      out.writeNullable(state.newestArrivalAt);
      return out.toByteArray();
    }

    @Override
    public StreamState deserialize(int version, byte[] bytes) throws IOException {
      if (version != VERSION) {
        throw new IOException("stream state of version %d; this build reads 1".formatted(version));
      }
      ByteReader in = new ByteReader(bytes);
      return new StreamState(
          ShardGraph.read(in),
          ShardSplitSerializer.position(in),
          Gaps.read(in, region),
          in.readLong(),
          in.readNullableLong());
    }
  }
}
