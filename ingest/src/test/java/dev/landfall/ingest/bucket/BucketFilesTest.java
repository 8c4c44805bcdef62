package dev.landfall.ingest.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.landfall.ingest.aws.AwsAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What S3 may answer to a conditional write, and what a good server never answers twice. */
class BucketFilesTest {
  private static final String TOKEN = "x-amz-meta-landfall-write";
  private static final byte[] CONTENT = "manifest".getBytes(StandardCharsets.UTF_8);

  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<String> conditions = new ArrayList<>();
  private HttpServer server;
  private String lastToken = "";
  private String tokenThere = "of another writer";

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    int status = 200;
    if (exchange.getRequestMethod().equals("PUT")) {
      lastToken = exchange.getRequestHeaders().getFirst(TOKEN);
      conditions.add(
          exchange.getRequestHeaders().getFirst("If-None-Match")
              + "/"
              + exchange.getRequestHeaders().getFirst("If-Match"));
      status = answers.isEmpty() ? 200 : answers.poll();
    }
    exchange.getResponseHeaders().add("ETag", "\"v1\"");
    exchange.getResponseHeaders().add(TOKEN, tokenThere.equals("mine") ? lastToken : tokenThere);
    byte[] body =
        status == 200
            ? new byte[0]
            : "<Error><Code>SomeCode</Code><Message>secret words</Message></Error>"
                .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private BucketFiles files() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return new BucketFiles(
        new BucketAccess(AwsAccess.in("ap-southeast-6").at(url), true), "bucket", "lake");
  }

  @Test
  void a_created_object_was_asked_for_on_the_condition_that_there_is_none() throws Exception {
    assertThat(files().create("_manifests/v1.json", CONTENT)).contains("\"v1\"");
    assertThat(conditions).containsExactly("*/null");
  }

  @Test
  void a_conflict_with_a_request_under_way_is_tried_again() throws Exception {
    answers.addAll(List.of(409, 409));
    assertThat(files().create("_manifests/v1.json", CONTENT)).isPresent();
    assertThat(conditions).hasSize(3);
  }

  @Test
  void an_object_of_another_writer_is_taken() throws Exception {
    answers.add(412);
    assertThat(files().create("_manifests/v1.json", CONTENT)).isEmpty();
  }

  @Test
  void a_write_whose_answer_was_lost_knows_its_own_object() throws Exception {
    tokenThere = "mine";
    answers.add(412);
    assertThat(files().create("_manifests/v1.json", CONTENT)).isPresent();
  }

  @Test
  void a_replacement_names_the_version_it_read() throws Exception {
    answers.add(412);
    assertThat(files().replace("_lock", CONTENT, "\"v0\"")).isEmpty();
    assertThat(files().replace("_lock", CONTENT, "\"v1\"")).isPresent();
    assertThat(conditions).containsExactly("null/\"v0\"", "null/\"v1\"");
  }

  @Test
  void a_refusal_names_the_object_and_the_code_and_none_of_the_servers_words() {
    answers.add(403);
    assertThatThrownBy(() -> files().put("calls/a.parquet", CONTENT))
        .isInstanceOf(IOException.class)
        .hasMessage("s3://bucket/lake/calls/a.parquet: S3 answered 403 SomeCode");
  }
}
