package dev.landfall.jobs.source.stream;

import dev.landfall.ingest.kinesis.FanOut;
import dev.landfall.ingest.kinesis.KinesisApi;
import dev.landfall.ingest.kinesis.Position;
import dev.landfall.ingest.kinesis.ShardFeed;
import dev.landfall.ingest.kinesis.ShardPoller;
import dev.landfall.ingest.kinesis.ShardPump;
import dev.landfall.ingest.kinesis.StreamApi;
import dev.landfall.ingest.kinesis.StreamFault;
import org.jspecify.annotations.Nullable;

/** Shards by subscription where that is asked for and to be had, else by polling. */
final class KinesisReading implements ShardReader.Reading {
  private final StreamOptions options;
  private final StreamApi api;
  private final @Nullable FanOut fanOut;

  private KinesisReading(StreamOptions options, StreamApi api, @Nullable FanOut fanOut) {
    this.options = options;
    this.api = api;
    this.fanOut = fanOut;
  }

  static KinesisReading open(StreamOptions options) {
    return new KinesisReading(
        options,
        KinesisApi.open(options.access(), options.stream(), options.clock()),
        fanOut(options));
  }

  private static @Nullable FanOut fanOut(StreamOptions options) {
    String consumer = options.efoConsumerName();
    return options.readerType() == StreamOptions.ReaderType.POLLING || consumer == null
        ? null
        : FanOut.open(options.access(), options.stream(), consumer, options.clock());
  }

  @Override
  public ShardPump pump(Runnable news) {
    return new ShardPump("read " + options.uri(), this::feed, news);
  }

  private ShardFeed feed(String shardId, Position from) throws StreamFault {
    long seed = System.nanoTime() ^ shardId.hashCode();
    ShardFeed subscribed = fanOut == null ? null : fanOut.subscribe(shardId, from, seed);
    return subscribed != null
        ? subscribed
        : new ShardPoller(api, shardId, from, options.idlePause(), options.clock(), seed);
  }

  @Override
  public @Nullable String note() {
    return fanOut == null ? null : fanOut.refusal();
  }

  @Override
  public void close() {
    api.close();
    if (fanOut != null) {
      fanOut.close();
    }
  }
}
