package dev.landfall.ingest.object;

/** Parses what a stream or an API page delivered in one piece. */
public final class Payload {
  private Payload() {}

  public static void parse(
      byte[] payload, String uri, long arrivedAt, ParseOptions options, RecordSink sink) {
    sink.ignored("not-a-record");
  }
}
