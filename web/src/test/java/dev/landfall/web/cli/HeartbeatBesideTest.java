package dev.landfall.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.metrics.Metric;
import dev.landfall.core.metrics.Sample;
import dev.landfall.core.testkit.SinkServer;
import dev.landfall.core.testkit.SinkServer.Answer;
import dev.landfall.ingest.config.HeartbeatConfig;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.Secret;
import dev.landfall.web.http.JobHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatBesideTest {
  private static final String PATH = "/ping/secret-of-the-snitch";

  @TempDir Path lake;
  private final List<String> said = new ArrayList<>();
  private final AtomicReference<JobHealth> health = new AtomicReference<>(JobHealth.atWork());
  private final Moving clock = new Moving();
  private SinkServer server;

  private static final class Moving extends Clock {
    private Instant now = Instant.parse("2026-11-02T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = SinkServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private HeartbeatBeside heart(HeartbeatConfig.Kind kind, String url) {
    HeartbeatConfig config =
        new HeartbeatConfig(kind, new Secret(url), Duration.ofMinutes(1), Duration.ofHours(1));
    return HeartbeatBeside.of(
        config, LandfallConfig.ofDirectory(lake, lake), lake, health::get, clock, said::add);
  }

  private HeartbeatBeside heart() {
    return heart(HeartbeatConfig.Kind.GET, server.url(PATH));
  }

  /** A live page written now whose configured source is complete up to so long ago. */
  private void page(String completeTo) throws IOException {
    page("directory:" + lake, completeTo);
  }

  private void page(String id, String completeTo) throws IOException {
    Files.createDirectories(lake.resolve("_live"));
    Files.writeString(
        lake.resolve("_live/snapshot.json"),
        """
        {"written_at":%d,"as_of":null,"totals":{},"pairing":{},"verdicts":{},"flows":[],"findings":[],
         "quota":[],"sources":[%s]}
        """
            .formatted(clock.millis(), source(id, completeTo)));
  }

  private static String source(String id, String completeTo) {
    return """
        {"id":"%s","type":"directory","place":"/logs","last_read_at":1,"complete_to":%s,
        "objects":0,"problem":null,"newest_arrival_at":null}"""
        .formatted(id, completeTo);
  }

  private String ago(Duration lag) {
    return String.valueOf(clock.millis() - lag.toMillis());
  }

  private double count(HeartbeatBeside heart, String result) {
    return heart.samples().stream()
        .filter(s -> s.metric() == Metric.HEARTBEATS && s.labels().containsValue(result))
        .mapToDouble(Sample::value)
        .sum();
  }

  @Test
  void it_beats_while_the_job_is_at_work_and_its_sources_are_read() throws Exception {
    page(ago(Duration.ofMinutes(20)));
    HeartbeatBeside heart = heart();
    heart.look();
    heart.look();
    assertThat(server.accepted(PATH)).hasSize(2);
    assertThat(count(heart, "sent")).isEqualTo(2);
    assertThat(said).containsExactly("heartbeat: sent");
  }

  @Test
  void it_stops_when_the_job_is_broken_or_stuck_or_a_source_lies_behind() throws Exception {
    HeartbeatBeside heart = heart();
    heart.look();
    page("null");
    heart.look();
    page(ago(Duration.ofMinutes(61)));
    heart.look();
    page(ago(Duration.ofMinutes(1)));
    health.set(JobHealth.broken("no checkpoint was completed since noon"));
    heart.look();
    health.set(JobHealth.atWork());
    clock.now = clock.now.plusSeconds(11); // nobody renews the page any more
    heart.look();
    assertThat(server.got()).isEmpty();
    assertThat(count(heart, "held")).isEqualTo(5);
    assertThat(said).hasSize(5).allMatch(line -> line.startsWith("heartbeat: held back: "));

    page(ago(Duration.ofMinutes(1)));
    heart.look();
    assertThat(server.accepted(PATH)).hasSize(1);
  }

  @Test
  void the_sources_of_the_configuration_count_and_no_other_that_the_page_still_shows()
      throws Exception {
    HeartbeatBeside heart = heart();
    page("directory:/taken-out", ago(Duration.ofMinutes(1)));
    heart.look();
    assertThat(server.got()).isEmpty();
    assertThat(said.get(0)).contains("directory:" + lake, "has not been read yet");
    Path file = lake.resolve("_live/snapshot.json");
    String stale = source("directory:/taken-out", ago(Duration.ofDays(3)));
    page(ago(Duration.ofMinutes(1)));
    Files.writeString(
        file, Files.readString(file).replace("\"sources\":[", "\"sources\":[" + stale + ","));
    heart.look();
    assertThat(server.accepted(PATH)).hasSize(1);
  }

  @Test
  void what_the_receiver_asks_to_wait_is_waited_and_the_address_is_never_said() throws Exception {
    server.answer(
        PATH, n -> n == 1 ? Answer.of(429, "Retry-After", "5") : Answer.of(n == 2 ? 500 : 200));
    page(ago(Duration.ofMinutes(1)));
    HeartbeatBeside heart = heart();
    heart.look();
    heart.look();
    assertThat(server.got()).hasSize(1);
    clock.now = clock.now.plusSeconds(5);
    page(ago(Duration.ofMinutes(1)));
    heart.look();
    heart.look();
    assertThat(server.accepted(PATH)).hasSize(1);
    assertThat(count(heart, "failed")).isEqualTo(2);
    assertThat(said).noneMatch(line -> line.contains("secret") || line.contains("127.0.0.1"));
  }

  @Test
  void an_address_of_a_metadata_service_is_refused() throws Exception {
    page(ago(Duration.ofMinutes(1)));
    HeartbeatBeside heart =
        heart(HeartbeatConfig.Kind.GET, "http://169.254.169.254/latest/meta-data");
    heart.look();
    assertThat(count(heart, "failed")).isEqualTo(1);
    assertThat(said).singleElement().asString().contains("link-local");
  }

  @Test
  void at_alertmanager_it_is_an_alert_that_lapses() throws Exception {
    page(ago(Duration.ofMinutes(1)));
    heart(HeartbeatConfig.Kind.ALERTMANAGER, server.url("")).look();
    assertThat(server.accepted("/api/v2/alerts").get(0).body())
        .contains("\"alertname\":\"Watchdog\"", "\"endsAt\":\"2026-11-02T12:04:00Z\"");
    heart(HeartbeatConfig.Kind.POST, server.url(PATH)).look();
    assertThat(server.accepted(PATH).get(0).body()).contains("\"service\":\"landfall\"");
  }
}
