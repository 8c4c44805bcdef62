package dev.landfall.ingest.sink;

import java.net.URI;
import java.util.Map;

/** One request: a POST of JSON. */
@SuppressWarnings("ArrayRecordComponent") // sent once, never compared
record Payload(URI address, Map<String, String> headers, byte[] body) {
  Payload {
    headers = Map.copyOf(headers);
  }
}
