package dev.landfall.ingest.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.ingest.source.FoundObject;
import dev.landfall.ingest.source.Lister;
import dev.landfall.ingest.source.Listing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifiedListerTest {
  private static final String LANE = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/";
  private static final String FIRST =
      LANE + "111122223333_CloudTrail_eu-west-1_20261120T1000Z_a.json.gz";
  private static final String NEXT =
      LANE + "111122223333_CloudTrail_eu-west-1_20261120T1030Z_b.json.gz";
  private static final Duration POLL = Duration.ofSeconds(10);

  private final Ticking clock = new Ticking("2026-11-20T10:30:00Z");
  private BucketServer bucket;
  private QueueServer queue;
  private Lister lister;

  @BeforeEach
  void start() throws IOException {
    bucket = new BucketServer();
    queue = new QueueServer();
    bucket.put(FIRST, Instant.parse("2026-11-20T10:00:00Z"));
    lister =
        new BucketStore(
                BucketServer.BUCKET,
                "",
                bucket.access(),
                List.of(),
                List.of(),
                true,
                Duration.ofDays(7).toMillis(),
                queue.address())
            .lister(false, clock, null);
    assertThat(paths(lister.list())).containsExactly("s3://logs/" + FIRST);
  }

  @AfterEach
  void stop() {
    lister.close();
    queue.close();
    bucket.close();
  }

  @Test
  void an_object_is_found_by_its_message_and_without_listing() {
    bucket.put(NEXT, clock.instant());
    bucket.lists.clear();
    queue.send(direct("ObjectCreated:Put", "logs", NEXT));
    clock.pass(POLL);

    Listing listing = lister.list();

    assertThat(paths(listing)).containsExactly("s3://logs/" + NEXT);
    assertThat(bucket.lists).isEmpty();
    assertThat(listing.standsFor()).isEqualTo(clock.millis());
  }

  @Test
  void a_message_is_deleted_only_when_its_objects_are_stored() {
    queue.send(direct("ObjectCreated:Put", "logs", NEXT));
    lister.list();
    lister.stored(1);
    assertThat(queue.size()).isEqualTo(1);

    lister.stored(2);

    assertThat(queue.size()).isZero();
  }

  @Test
  void a_message_that_comes_again_is_deleted_by_its_newest_receipt() {
    queue.send(direct("ObjectCreated:Put", "logs", NEXT));
    FoundObject first = lister.list().objects().get(0);
    queue.showAgain();
    assertThat(lister.list().objects()).containsExactly(first);

    lister.stored(3);

    assertThat(queue.size()).isZero();
  }

  @Test
  void the_sweep_finds_what_no_message_told_of_and_knows_what_one_did() {
    bucket.put(NEXT, Instant.parse("2026-11-20T10:30:01Z"));
    String untold = NEXT.replace("_b.", "_c.");
    bucket.put(untold, clock.instant());
    queue.send(direct("ObjectCreated:Put", "logs", NEXT));
    FoundObject told = lister.list().objects().get(0);
    clock.pass(Duration.ofMinutes(61));

    List<FoundObject> swept = List.of();
    for (int look = 0; look < 5 && swept.isEmpty(); look++) {
      clock.pass(POLL);
      swept = lister.list().objects();
    }

    assertThat(swept).extracting(FoundObject::path).contains("s3://logs/" + untold);
    assertThat(swept)
        .filteredOn(o -> o.path().equals(told.path()))
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.version()).isNotEqualTo(0);
              assertThat(o.size()).isEqualTo(told.size());
              assertThat(o.folder()).isEqualTo(told.folder());
            });
  }

  @Test
  void other_buckets_kinds_and_events_are_passed_over_and_taken_out() {
    queue.send(direct("ObjectRemoved:Delete", "logs", NEXT));
    queue.send(direct("ObjectCreated:Put", "another", NEXT));
    queue.send(
        direct("ObjectCreated:Put", "logs", NEXT.replace("CloudTrail/", "CloudTrail-Digest/")));
    queue.send("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"logs\"}");

    assertThat(lister.list().objects()).isEmpty();
    lister.stored(2);

    assertThat(queue.size()).isZero();
  }

  @Test
  void a_message_that_cannot_be_understood_stays_for_the_queues_own_rule() {
    queue.send("good morning");

    assertThat(lister.list().objects()).isEmpty();
    lister.stored(2);

    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void while_the_queue_refuses_the_bucket_is_listed_and_the_gap_is_said() {
    queue.refuses = true;
    bucket.put(NEXT, clock.instant());
    clock.pass(POLL);

    Listing listing = lister.list();

    assertThat(listing.problems()).isEqualTo(Map.of(queue.address(), "no permission"));
    assertThat(paths(listing)).contains("s3://logs/" + NEXT);

    queue.refuses = false;
    assertThat(lister.list().problems()).isEmpty();
  }

  @Test
  void a_notification_is_read_in_each_of_its_shapes() throws Exception {
    String key = "a b+é/" + NEXT;
    String encoded = key.replace("+", "%2B").replace(" ", "+").replace("é", "%C3%A9");
    String direct = direct("ObjectCreated:CompleteMultipartUpload", "logs", encoded);
    String sns =
        new com.fasterxml.jackson.databind.json.JsonMapper()
            .writeValueAsString(Map.of("Type", "Notification", "Message", direct));
    String bridge =
        """
        {"version":"0","detail-type":"Object Created","source":"aws.s3","account":"111122223333",
         "time":"2026-11-20T10:30:02Z","region":"eu-west-1","detail":{"version":"0",
         "bucket":{"name":"logs"},"object":{"key":"%s","size":1,"etag":"e1"}}}"""
            .formatted(key);
    Notification told =
        new Notification(
            "logs", key, 1, "e1", Instant.parse("2026-11-20T10:30:02Z").toEpochMilli());

    assertThat(Notification.of(direct)).containsExactly(told);
    assertThat(Notification.of(sns)).containsExactly(told);
    assertThat(Notification.of(bridge)).containsExactly(told);
    assertThat(Notification.of("{\"Records\":[{\"eventName\":\"ObjectCreated:Put\"}]}")).isNull();
  }

  private static List<String> paths(Listing listing) {
    return listing.objects().stream().map(FoundObject::path).toList();
  }

  private static String direct(String event, String bucket, String key) {
    return """
        {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-west-1",
         "eventTime":"2026-11-20T10:30:02.000Z","eventName":"%s","s3":{"bucket":{"name":"%s"},
         "object":{"key":"%s","size":1,"eTag":"e1","sequencer":"0055AED6DCD90281E5"}}}]}"""
        .formatted(event, bucket, key);
  }
}
