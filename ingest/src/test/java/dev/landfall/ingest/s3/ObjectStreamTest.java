package dev.landfall.ingest.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.ingest.s3.BucketServer.Fault;
import dev.landfall.ingest.source.Opener;
import dev.landfall.ingest.source.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectStreamTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final String KEY = "AWSLogs/a b/é+1.json.gz";
  private static final String PATH = "s3://logs/" + KEY;

  private final byte[] content = new byte[300_000];
  private BucketServer server;
  private Opener opener;

  @BeforeEach
  void start() throws IOException {
    server = new BucketServer();
    new Random(7).nextBytes(content);
    server.put(KEY, content, NOON);
    opener =
        new BucketStore(
                BucketServer.BUCKET,
                "",
                server.access(),
                List.of(),
                List.of(),
                true,
                Duration.ofDays(7).toMillis(),
                null)
            .opener();
  }

  @AfterEach
  void stop() {
    opener.close();
    server.close();
  }

  @Test
  void an_object_is_read_as_it_is() throws IOException {
    try (InputStream in = opener.open(PATH)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(server.gets).hasValue(1);
  }

  @Test
  void a_connection_that_breaks_off_goes_on_where_it_was() throws IOException {
    server.breaks.put(KEY, new ArrayList<>(List.of(100_000, 100_000, 250_000)));

    try (InputStream in = opener.open(PATH)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(server.gets).hasValue(4);
  }

  @Test
  void an_object_that_keeps_breaking_off_is_unreadable_after_a_few_tries() throws IOException {
    server.breaks.put(KEY, new ArrayList<>(java.util.Collections.nCopies(50, 1_000)));

    try (InputStream in = opener.open(PATH)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOfSatisfying(
              Unreadable.class, e -> assertThat(e.reason()).isEqualTo("connection broke off"));
    }
    assertThat(server.gets.get()).isLessThan(10);
  }

  @Test
  void another_content_of_the_same_key_is_never_read_on_from_the_middle() throws IOException {
    server.breaks.put(KEY, new ArrayList<>(List.of(100_000)));
    server.onBreak = () -> server.put(KEY, new byte[300_000], NOON);

    try (InputStream in = opener.open(PATH)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOfSatisfying(
              Unreadable.class, e -> assertThat(e.reason()).isEqualTo("changed while read"));
    }
  }

  @Test
  void what_cannot_be_opened_says_why_in_words_that_stay() {
    assertThat(reason(KEY, Fault.DENIED)).isEqualTo("no permission");
    assertThat(reason(KEY, Fault.KEY_DENIED)).isEqualTo("no permission for the key");
    assertThat(reason(KEY, Fault.ARCHIVED)).isEqualTo("archived");
    assertThat(reason("expired.json.gz", null)).isEqualTo("gone");
    assertThat(reason(KEY, new Fault(400, "KMS.DisabledException", "disabled")))
        .isEqualTo("no permission for the key");
  }

  private String reason(String key, Fault fault) {
    server.faults.clear();
    if (fault != null) {
      server.faults.put(key, fault);
    }
    try (InputStream in = opener.open("s3://logs/" + key)) {
      return "opened";
    } catch (Unreadable e) {
      return e.reason();
    } catch (IOException e) {
      throw new AssertionError("a fault without a stable reason", e);
    }
  }
}
