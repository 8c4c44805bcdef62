package dev.landfall.jobs.source;

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

/** Two readers and a coordinator thread, all in the test's own thread. */
final class FakeEnumeratorContext implements SplitEnumeratorContext<ObjectSplit> {
  int assignments;
  final Map<Integer, List<ObjectSplit>> assigned = new TreeMap<>();
  final Map<Integer, List<SourceEvent>> sent = new TreeMap<>();
  final TreeSet<Integer> ended = new TreeSet<>();
  private final Map<Integer, ReaderInfo> readers = new HashMap<>();
  private final int parallelism;
  private final Deque<Runnable> once = new ArrayDeque<>();
  private Runnable periodic = () -> {};

  FakeEnumeratorContext(int parallelism) {
    this.parallelism = parallelism;
    for (int i = 0; i < parallelism; i++) {
      assigned.put(i, new ArrayList<>());
      sent.put(i, new ArrayList<>());
      register(i);
    }
  }

  void register(int reader) {
    readers.put(reader, new ReaderInfo(reader, "here"));
  }

  void lose(int reader) {
    readers.remove(reader);
  }

  /** Does what was asked for once, and what was asked for again and again, once. */
  void tick() {
    runOnce();
    periodic.run();
  }

  /** Does what was asked for once and not yet done; whether there was something. */
  boolean runOnce() {
    List<Runnable> due = new ArrayList<>(once);
    once.clear();
    due.forEach(Runnable::run);
    return !due.isEmpty();
  }

  <T extends SourceEvent> List<T> sent(int reader, Class<T> type) {
    return sent.get(reader).stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
  }

  @Override
  public void sendEventToSourceReader(int reader, SourceEvent event) {
    if (!readers.containsKey(reader)) {
      throw new IllegalStateException("reader " + reader + " is not there");
    }
    sent.get(reader).add(event);
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
  public void assignSplits(SplitsAssignment<ObjectSplit> splits) {
    assignments++;
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
