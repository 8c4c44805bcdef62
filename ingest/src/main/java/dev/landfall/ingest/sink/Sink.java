package dev.landfall.ingest.sink;

import dev.landfall.core.alert.Notice;
import java.util.List;

/** One kind of sink: how it is told of notices. */
interface Sink {
  /**
   * @param now epoch milliseconds of the sending, for sinks that sign or limit by time
   */
  Payload payload(List<Notice> notices, long now);
}
