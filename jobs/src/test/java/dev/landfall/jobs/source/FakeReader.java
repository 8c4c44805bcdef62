package dev.landfall.jobs.source;

import dev.landfall.jobs.edge.Parcel;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;

/** What a reader sees and says, kept in order. */
public final class FakeReader implements SourceReaderContext, ReaderOutput<Parcel> {
  /** Parcels, and {@link Watermark}s between them. */
  final List<Object> emitted = new ArrayList<>();

  final List<SourceEvent> told = new ArrayList<>();
  int requests;
  int idle;
  private int active;

  public List<Parcel> parcels() {
    return emitted.stream().filter(Parcel.class::isInstance).map(Parcel.class::cast).toList();
  }

  public <T extends SourceEvent> List<T> told(Class<T> type) {
    return told.stream().filter(type::isInstance).map(type::cast).toList();
  }

  public List<Object> emitted() {
    return emitted;
  }

  public int idle() {
    return idle;
  }

  /** How often it was said that there is more to come after all. */
  public int active() {
    return active;
  }

  @Override
  public void collect(Parcel parcel) {
    emitted.add(parcel);
  }

  @Override
  public void collect(Parcel parcel, long timestamp) {
    emitted.add(parcel);
  }

  @Override
  public void emitWatermark(Watermark watermark) {
    emitted.add(watermark);
  }

  @Override
  public void markIdle() {
    idle++;
  }

  @Override
  public void markActive() {
    active++;
  }

  @Override
  public SourceOutput<Parcel> createOutputForSplit(String splitId) {
    return this;
  }

  @Override
  public void releaseOutputForSplit(String splitId) {}

  @Override
  public SourceReaderMetricGroup metricGroup() {
    return UnregisteredMetricsGroup.createSourceReaderMetricGroup();
  }

  @Override
  public Configuration getConfiguration() {
    return new Configuration();
  }

  @Override
  public String getLocalHostName() {
    return "here";
  }

  @Override
  public int getIndexOfSubtask() {
    return 0;
  }

  @Override
  public void sendSplitRequest() {
    requests++;
  }

  @Override
  public void sendSourceEventToCoordinator(SourceEvent event) {
    told.add(event);
  }

  @Override
  public UserCodeClassLoader getUserCodeClassLoader() {
    return SimpleUserCodeClassLoader.create(getClass().getClassLoader());
  }
}
