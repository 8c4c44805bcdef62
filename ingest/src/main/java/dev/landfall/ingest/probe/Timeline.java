package dev.landfall.ingest.probe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The moments of one request, as they happen.
 *
 * <p>Units: nanoseconds of {@link System#nanoTime}. Missing: null until seen. Threads: safe; each
 * moment is marked once, by the thread it happens on, and the first mark stands.
 */
final class Timeline {
  private long sent;
  private boolean handedOver;
  private @Nullable Long firstByte;
  private @Nullable Long lastByte;
  private @Nullable Boolean newConnection;
  private @Nullable Long dns;
  private @Nullable Long connect;
  private @Nullable Long tls;
  private final List<Long> pieces = new ArrayList<>();

  /** Until the request is handed over, the call counts as the send. */
  Timeline(long called) {
    this.sent = called;
  }

  /** Prepared and signed, the request is handed to the connections: this is the send. */
  synchronized void handedOver(long now) {
    if (!handedOver) {
      handedOver = true;
      sent = now;
    }
  }

  synchronized long sent() {
    return sent;
  }

  /** The request goes out on a connection; times of a used one are null. */
  synchronized void onConnection(
      boolean isNew,
      @Nullable Long dnsNanos,
      @Nullable Long connectNanos,
      @Nullable Long tlsNanos) {
    if (newConnection == null) {
      newConnection = isNew;
      dns = dnsNanos;
      connect = connectNanos;
      tls = tlsNanos;
    }
  }

  synchronized void firstByte(long now) {
    if (firstByte == null) {
      firstByte = now;
    }
  }

  /** Later marks move it: the last byte is the last one seen. */
  synchronized void lastByte(long now) {
    lastByte = now;
  }

  /** A piece of streamed text arrived. */
  synchronized void piece(long now) {
    pieces.add(now);
  }

  synchronized @Nullable Boolean newConnection() {
    return newConnection;
  }

  synchronized @Nullable Double dnsMs() {
    return ms(dns);
  }

  synchronized @Nullable Double connectMs() {
    return ms(connect);
  }

  synchronized @Nullable Double tlsMs() {
    return ms(tls);
  }

  synchronized @Nullable Double firstByteMs() {
    return firstByte == null ? null : ms(firstByte - sent);
  }

  synchronized @Nullable Double firstPieceMs() {
    return pieces.isEmpty() ? null : ms(pieces.get(0) - sent);
  }

  /** From the send to the last byte, or to {@code otherwise} where none was seen. */
  synchronized double totalMs(long otherwise) {
    return ((lastByte == null ? otherwise : lastByte) - sent) / 1e6;
  }

  synchronized double[] gapsMs() {
    double[] gaps = new double[Math.max(0, pieces.size() - 1)];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = (pieces.get(i + 1) - pieces.get(i)) / 1e6;
    }
    return gaps;
  }

  private static @Nullable Double ms(@Nullable Long nanos) {
    return nanos == null ? null : nanos / 1e6;
  }
}
