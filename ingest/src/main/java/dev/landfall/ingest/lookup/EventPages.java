package dev.landfall.ingest.lookup;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.aws.AwsClients;
import dev.landfall.ingest.aws.AwsFault;
import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsRequest;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

/** Pages of LookupEvents at their allowed pace. Threads: one. */
final class EventPages implements Closeable {
  private static final int PAGE = 50;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final CloudTrailClient client;
  private final Pace pace;
  private final LookupTime time;

  EventPages(AwsAccess access, LookupTime time) {
    this.client = AwsClients.once(CloudTrailClient.builder(), access, LONGEST);
    this.pace = Pace.of(access);
    this.time = time;
  }

  /** Up to fifty events, newest first; a null token is the last page's. */
  record Page(List<LookedUpEvent> events, @Nullable String next) {}

  /** A page that did not come. */
  static final class NoPage extends Exception {
    private static final long serialVersionUID = 1;
    private final transient AwsFault fault;

    NoPage(AwsFault fault, Throwable cause) {
      super(fault.reason(), cause);
      this.fault = fault;
    }

    AwsFault fault() {
      return fault;
    }
  }

  /**
   * Asks for one page; the same lane and window must come with a token.
   *
   * <p>Both ends are said to be part of the answer, so one second more is asked for than is wanted.
   */
  Page page(EventLane lane, EventWindow window, @Nullable String token)
      throws NoPage, InterruptedException {
    LookupEventsRequest request =
        LookupEventsRequest.builder()
            .lookupAttributes(
                LookupAttribute.builder()
                    .attributeKey(LookupAttributeKey.EVENT_SOURCE)
                    .attributeValue(lane.eventSource())
                    .build())
            .startTime(Instant.ofEpochMilli(window.from()))
            .endTime(Instant.ofEpochMilli(window.to()))
            .maxResults(PAGE)
            .nextToken(token)
            .build();
    pace.await(time);
    try {
      return page(client.lookupEvents(request), window);
    } catch (SdkException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped while a page was awaited");
      }
      throw new NoPage(AwsFault.of(e), e);
    }
  }

  private static Page page(LookupEventsResponse response, EventWindow window) {
    List<LookedUpEvent> events = new ArrayList<>(response.events().size());
    for (Event event : response.events()) {
      // an event without a time is kept: which window it belongs to is the record's to say
      long at = event.eventTime() == null ? window.from() : event.eventTime().toEpochMilli();
      if (window.holds(at)) {
        String id = event.eventId();
        String record = event.cloudTrailEvent();
        events.add(
            new LookedUpEvent(
                id == null ? "" : id, at, record == null || record.isBlank() ? "null" : record));
      }
    }
    String next = response.nextToken();
    return new Page(events, next == null || next.isEmpty() ? null : next);
  }

  @Override
  public void close() {
    client.close();
  }
}
