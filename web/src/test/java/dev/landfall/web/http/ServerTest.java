package dev.landfall.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.PolicyHistory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final TestClock clock = new TestClock(Snapshots.NOON + 300);
  private final AtomicReference<JobHealth> job = new AtomicReference<>(JobHealth.atWork());
  @TempDir private Path lake;
  private Server server;

  @BeforeEach
  void start() throws Exception {
    server =
        Server.start(
            new Server.Options(
                "127.0.0.1", 0, lake, Catalogue.shipped(), PolicyHistory.open(), clock, job::get));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void the_first_page_answers_in_one_sentence_and_shows_every_part() throws Exception {
    Snapshots.put(lake, Snapshots.rich());
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("12 of 4,210 calls ran outside their allowed places")
        .contains("ap-southeast-1, Singapore")
        .contains("/explain/a41c09d2e77b3f10")
        .contains("permission denied")
        .contains("91.4 %")
        .contains("<div id=\"banner\" class=\"banner\" role=\"status\" hidden>");
    if (Boolean.getBoolean("landfall.keep.page")) {
      Files.writeString(Path.of("target/first-page.html"), page.body());
    }
  }

  @Test
  void without_a_snapshot_the_page_says_so_and_shows_no_zero() throws Exception {
    assertThat(get("/").body())
        .contains("no job has written to this lake")
        .doesNotContain("part-verdicts");
    assertThat(get("/live.json").statusCode()).isEqualTo(503);
  }

  @Test
  void a_snapshot_that_is_not_renewed_marks_the_page_stale_and_turns_ready_red() throws Exception {
    Snapshots.put(lake, Snapshots.rich());
    assertThat(get("/ready").statusCode()).isEqualTo(200);

    clock.moveTo(Snapshots.NOON + 10_000);
    assertThat(get("/ready").statusCode()).isEqualTo(200);
    clock.moveTo(Snapshots.NOON + 10_001);

    assertThat(get("/").body())
        .contains("<div id=\"banner\" class=\"banner\" role=\"status\">")
        .contains("10 s old");
    HttpResponse<String> ready = get("/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("10 s old");
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void a_dead_job_turns_ready_red_with_its_reason() throws Exception {
    Snapshots.put(lake, Snapshots.rich());
    job.set(JobHealth.broken("the job failed: disk full"));

    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/ready").body()).contains("disk full");
  }

  @Test
  void a_job_that_is_not_at_work_is_said_on_the_page_though_the_figures_are_fresh()
      throws Exception {
    Snapshots.put(lake, Snapshots.rich());
    job.set(JobHealth.broken("no space is left on the disk of the lake"));

    assertThat(get("/").body())
        .contains("<div id=\"banner\" class=\"banner\" role=\"status\">")
        .contains("no space is left on the disk of the lake");
  }

  @Test
  void metrics_count_requests_by_route_and_status_and_never_by_address() throws Exception {
    get("/health");
    get("/health");
    get("/ready");
    get("/reports/nothing-of-that-name");
    get("/nowhere-%22");

    HttpResponse<String> metrics = get("/metrics");
    assertThat(metrics.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(metrics.body())
        .contains("# TYPE landfall_http_requests_total counter\n")
        .contains("landfall_http_requests_total{route=\"/health\",status=\"200\"} 2\n")
        .contains("landfall_http_requests_total{route=\"/ready\",status=\"503\"} 1\n")
        .contains("landfall_http_requests_total{route=\"/reports/{name}\",status=\"404\"} 1\n")
        .contains("landfall_http_requests_total{route=\"none\",status=\"404\"} 1\n")
        .contains(
            "landfall_http_request_duration_seconds_bucket{le=\"+Inf\",route=\"/health\"} 2\n")
        .contains("landfall_http_request_duration_seconds_count{route=\"/health\"} 2\n")
        .doesNotContain("nowhere", "nothing-of-that-name");
  }

  @Test
  void a_damaged_snapshot_is_said_to_be_unreadable() throws Exception {
    Files.createDirectories(lake.resolve("_live"));
    Files.writeString(lake.resolve("_live/snapshot.json"), "{\"written_at\": ");

    assertThat(get("/").body()).contains("cannot be read").doesNotContain(lake.toString());
  }

  @Test
  void every_answer_carries_the_security_headers() throws Exception {
    Snapshots.put(lake, Snapshots.rich());
    for (String path : new String[] {"/", "/live.json", "/assets/landfall.css", "/nowhere"}) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.headers().firstValue("content-security-policy"))
          .as(path)
          .hasValueSatisfying(
              policy ->
                  assertThat(policy)
                      .contains("default-src 'none'")
                      .contains("frame-ancestors 'none'")
                      .doesNotContain("unsafe"));
      assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }
  }

  @Test
  void what_a_log_says_cannot_become_markup() throws Exception {
    var hostile =
        new dev.landfall.core.lake.LiveSnapshot.OpenFinding(
            "a41c09d2e77b3f10",
            "residency-breach",
            "critical",
            null,
            "<script>alert(1)</script>",
            null,
            null,
            null,
            2,
            Snapshots.NOON - 5,
            Snapshots.NOON,
            "\"><img src=x onerror=alert(1)>");
    Snapshots.put(
        lake,
        Snapshots.with(
            Snapshots.rich(),
            Snapshots.NOON,
            Snapshots.rich().flows(),
            java.util.List.of(hostile)));

    assertThat(get("/").body()).doesNotContain("<script>alert").doesNotContain("<img src=x");
  }

  @Test
  void a_bad_time_is_answered_with_the_accepted_form() throws Exception {
    HttpResponse<String> answer = get("/reports/residency.json?from=yesterday");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("'from' is not a time").contains("from=2026-11-01");
  }

  @Test
  void a_window_that_ends_before_it_starts_is_refused() throws Exception {
    assertThat(get("/reports/residency?from=2026-11-02&to=2026-11-01").statusCode()).isEqualTo(400);
  }

  @Test
  void an_unknown_report_is_answered_with_the_list_of_reports() throws Exception {
    HttpResponse<String> answer = get("/reports/resdency");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("residency, coverage");
  }

  @Test
  void a_report_without_a_published_lake_is_unavailable_not_empty() throws Exception {
    HttpResponse<String> answer = get("/reports/residency.json");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("no published version").doesNotContain(lake.toString());
  }

  @Test
  void an_id_of_foreign_characters_is_refused() throws Exception {
    assertThat(get("/explain/%3Cscript%3E").statusCode()).isEqualTo(400);
  }

  @Test
  void only_listed_assets_are_served() throws Exception {
    assertThat(get("/assets/live.js").statusCode()).isEqualTo(200);
    assertThat(get("/assets/..%2F..%2Flogback.xml").statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(get("/assets/nothing.css").statusCode()).isEqualTo(404);
  }

  @Test
  void a_foreign_host_name_is_refused() throws Exception {
    try (var socket = new java.net.Socket("127.0.0.1", server.port())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: attacker.example\r\nConnection: close\r\n\r\n"
                  .getBytes("US-ASCII"));
      assertThat(new String(socket.getInputStream().readAllBytes(), "UTF-8"))
          .startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void a_very_long_query_is_refused() throws Exception {
    assertThat(get("/?q=" + "x".repeat(3000)).statusCode()).isEqualTo(400);
  }

  @Test
  void a_taken_port_is_said_and_nothing_is_left_running() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                Server.start(
                    new Server.Options(
                        "127.0.0.1",
                        server.port(),
                        lake,
                        Catalogue.shipped(),
                        PolicyHistory.open(),
                        clock,
                        job::get)))
        .isInstanceOf(Server.CannotListen.class)
        .hasMessageContaining("port is taken");
  }

  @Test
  void a_decision_from_a_foreign_page_is_refused_and_nothing_is_written() throws Exception {
    String form = "rule=evidence-gap&hours=2&by=kim&reason=known";
    assertThat(post("/silences", form, "Origin", "http://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(post("/silences", form, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(post("/silences", form, "Origin", "null").statusCode()).isEqualTo(403);
    assertThat(Files.exists(lake.resolve("_control"))).isFalse();
  }

  @Test
  void a_silence_is_kept_as_a_file_of_its_own_and_ended_by_another() throws Exception {
    HttpResponse<String> made =
        post("/silences", "rule=evidence-gap&hours=2&by=kim&reason=known", "Origin", server.url());
    assertThat(made.statusCode()).isEqualTo(303);
    assertThat(made.headers().firstValue("location")).hasValue("/alerts?done=yes");
    try (var files = Files.list(lake.resolve("_control"))) {
      Path file = files.toList().get(0);
      assertThat(Files.readString(file)).contains("\"by\" : \"kim\"", "evidence-gap");
      String id = file.getFileName().toString().replace(".json", "");
      assertThat(post("/silences/" + id + "/end", "by=kim&reason=done", "X", "y").statusCode())
          .isEqualTo(303);
      assertThat(post("/silences/" + id + "/end", "by=kim&reason=done", "X", "y").statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void a_decision_without_a_reason_is_refused_with_the_field() throws Exception {
    HttpResponse<String> answer = post("/silences", "rule=evidence-gap&hours=2&by=kim", "X", "y");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("reason");
    assertThat(post("/silences", "hours=2&by=kim&reason=r", "X", "y").statusCode()).isEqualTo(400);
    for (String wrong :
        new String[] {
          "rule=r&from=%2B1000000000-12-31T23:59:59Z",
          "rule=r&from=%2B999999999-01-01T00:00:00Z",
          "rule=r&from=2500-01-01T00:00:00Z",
          "rule=" + "r".repeat(201)
        }) {
      assertThat(post("/silences", wrong + "&hours=2&by=k&reason=r", "X", "y").statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
    assertThat(post("/silences", "rule=r&hours=999999&by=k&reason=r", "X", "y").statusCode())
        .isEqualTo(400);
  }

  @Test
  void runbooks_are_served_by_name_and_nothing_else_is() throws Exception {
    assertThat(get("/runbooks/residency-breach").body()).contains("landfall alert disposition");
    assertThat(get("/runbooks/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/runbooks/..%2Flogback").statusCode()).isGreaterThanOrEqualTo(400);
  }

  private HttpResponse<String> post(String path, String form, String header, String value)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(header, value)
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
