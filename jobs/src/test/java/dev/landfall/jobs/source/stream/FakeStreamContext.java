package dev.landfall.jobs.source.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Readers and a coordinator thread, all in the test's own thread. */
final class FakeStreamContext implements SplitEnumeratorContext<ShardSplit> {
  final Map<Integer, List<ShardSplit>> assigned = new TreeMap<>();
  final List<SourceEvent> sent = new ArrayList<>();
  final TreeSet<Integer> ended = new TreeSet<>();
  private final Map<Integer, ReaderInfo> readers = new HashMap<>();
  private final Deque<Runnable> once = new ArrayDeque<>();
  private final int parallelism;
  private Runnable periodic = () -> {};

  FakeStreamContext(int parallelism) {
    this.parallelism = parallelism;
    for (int i = 0; i < parallelism; i++) {
      readers.put(i, new ReaderInfo(i, "here"));
      assigned.put(i, new ArrayList<>());
    }
  }

  /** Does what was asked for again and again, once. */
  void tick() {
    periodic.run();
  }

  /** Does what was asked for once; how much that was. */
  int runOnce() {
    int done = 0;
    for (Runnable task = once.poll(); task != null; task = once.poll()) {
      task.run();
      done++;
    }
    return done;
  }

  List<String> shards(int reader) {
    return assigned.get(reader).stream().map(ShardSplit::shardId).toList();
  }

  List<String> shards() {
    return assigned.values().stream().flatMap(List::stream).map(ShardSplit::shardId).toList();
  }

  <T extends SourceEvent> List<T> sent(Class<T> type) {
    return sent.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
  }

  @Override
  public void sendEventToSourceReader(int reader, SourceEvent event) {
    sent.add(event);
  }

  @Override
  public int currentParallelism() {
    return parallelism;
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return readers;
  }

  @Override
  public void assignSplits(SplitsAssignment<ShardSplit> splits) {
    splits.assignment().forEach((reader, list) -> assigned.get(reader).addAll(list));
  }

  @Override
  public void signalNoMoreSplits(int reader) {
    ended.add(reader);
  }

  @Override
  public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
    once.add(() -> call(callable, handler));
  }

  @Override
  public <T> void callAsync(
      Callable<T> callable, BiConsumer<T, Throwable> handler, long delay, long period) {
    periodic = () -> call(callable, handler);
  }

  @Override
  public void runInCoordinatorThread(Runnable runnable) {
    runnable.run();
  }

  private static <T> void call(Callable<T> callable, BiConsumer<T, Throwable> handler) {
    T result;
    try {
      result = callable.call();
    } catch (Exception e) {
      handler.accept(null, e);
      return;
    }
    handler.accept(result, null);
  }
}
