package dev.landfall.ingest.probe;

/**
 * What the scripted server does with one request.
 *
 * <p>Units: milliseconds, each counted from the moment before it. {@code gapsMs[0]} is the pause
 * between headers and the first piece of a stream; a plain answer's body follows its headers after
 * {@code endMs}.
 *
 * @param cutAfter pieces after which the connection is reset; -1: never
 * @param fault exception sent within the stream after all pieces; empty: none
 * @param error name of the error that is the whole answer; empty: none
 */
record Reply(
    double firstByteMs,
    double[] gapsMs,
    double endMs,
    int status,
    String error,
    int cutAfter,
    String fault,
    int inputTokens,
    int outputTokens) {

  static Reply plain(double firstByteMs, double endMs) {
    return new Reply(firstByteMs, new double[0], endMs, 200, "", -1, "", 120, 8);
  }

  static Reply stream(double firstByteMs, double endMs, double... gapsMs) {
    return new Reply(firstByteMs, gapsMs, endMs, 200, "", -1, "", 120, gapsMs.length);
  }

  static Reply refusal(int status, String error) {
    return new Reply(2, new double[0], 0, status, error, -1, "", 0, 0);
  }

  Reply cutAfter(int pieces) {
    return new Reply(
        firstByteMs, gapsMs, endMs, status, error, pieces, fault, inputTokens, outputTokens);
  }

  Reply fault(String name) {
    return new Reply(
        firstByteMs, gapsMs, endMs, status, error, cutAfter, name, inputTokens, outputTokens);
  }
}
