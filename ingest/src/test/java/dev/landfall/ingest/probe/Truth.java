package dev.landfall.ingest.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** When the scripted server really did what, by {@link System#nanoTime}; one per request. */
final class Truth {
  final String requestId;
  final String path;
  final String body;
  final Map<String, String> headers;
  final int connection;
  final long received;
  volatile long firstByte;
  volatile long last;
  final List<Long> pieces = new ArrayList<>();

  Truth(
      String requestId,
      String path,
      String body,
      Map<String, String> headers,
      int connection,
      long received) {
    this.requestId = requestId;
    this.path = path;
    this.body = body;
    this.headers = headers;
    this.connection = connection;
    this.received = received;
  }

  double firstByteMs() {
    return (firstByte - received) / 1e6;
  }

  synchronized void piece(long now) {
    pieces.add(now);
  }

  synchronized double firstTokenMs() {
    return (pieces.get(0) - received) / 1e6;
  }

  double totalMs() {
    return (last - received) / 1e6;
  }

  synchronized double[] gapsMs() {
    double[] gaps = new double[Math.max(0, pieces.size() - 1)];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = (pieces.get(i + 1) - pieces.get(i)) / 1e6;
    }
    return gaps;
  }
}
