package dev.landfall.ingest.probe;

import dev.landfall.core.probe.NearestRank;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How late this machine wakes a thread that only sleeps: milliseconds beyond the time asked for.
 */
final class Jitter implements AutoCloseable {
  private static final long NAP = 2_000_000L;

  private final List<Double> late = new ArrayList<>();
  private final Thread thread = new Thread(this::nap, "jitter");
  private volatile boolean over;

  Jitter() {
    thread.setDaemon(true);
    thread.start();
  }

  private void nap() {
    while (!over) {
      long before = System.nanoTime();
      LockSupport.parkNanos(NAP);
      late.add((System.nanoTime() - before - NAP) / 1e6);
    }
  }

  NearestRank stop() throws InterruptedException {
    over = true;
    thread.join();
    return NearestRank.of(late.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Override
  public void close() {
    over = true;
  }
}
