package dev.landfall.web.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One folder with everything that can be wrong with an object, beside objects that are right: each
 * damage is one clear reject or gap, nothing else is lost, and the exit code says so.
 */
class HostileInputIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String DAY =
      "AWSLogs/111122223333/BedrockModelInvocationLogs/ap-southeast-6/2026/11/02/";

  @TempDir Path folder;
  private int requests;

  @Test
  void every_damage_is_named_and_everything_else_counts() throws Exception {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    gzip(logs, "01/right.json.gz", lines(3));
    gzip(logs, "02/broken-line.json.gz", lines(2) + "{\"requestId\": \"x\", oops}\n" + lines(2));
    byte[] whole = packed((lines(1) + lines(1)).getBytes(StandardCharsets.UTF_8));
    write(logs, "03/truncated.json.gz", Arrays.copyOf(whole, whole.length - 60));
    longLine(logs, "04/long-line.json.gz");
    String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000) + "\n";
    gzip(logs, "05/deep.json.gz", lines(1) + deep + lines(1));
    bomb(logs, "06/bomb.json.gz");
    write(logs, "07/empty.json.gz", new byte[0]);
    Path closed = Files.createDirectories(logs.resolve(DAY + "08"));
    gzip(logs, "08/closed.json.gz", lines(1));
    Files.writeString(
        folder.resolve("policy.yaml"),
        "version: \"1\"\neffective_from: 2026-01-01T00:00:00Z\ndefault: { allowed: [\"*\"] }\n");
    Files.writeString(
        folder.resolve("landfall.yaml"),
        "lake: ./lake\npolicy: ./policy.yaml\nsources:\n  - { type: directory, path: ./logs }\n");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

    Landfall.Ended ended = Landfall.runUnprivileged(folder, "512m", "replay", "--json");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(ended.exit()).as(ended.err()).isEqualTo(2);
    JsonNode totals = JSON.readTree(ended.out());
    assertThat(totals.path("ties").asBoolean()).isTrue();
    JsonNode coverage =
        JSON.readTree(Landfall.run(folder, "512m", "report", "coverage", "--format", "json").out());
    TreeMap<String, Long> reasons = new TreeMap<>();
    coverage
        .path("coverage")
        .path("reject_reasons")
        .properties()
        .forEach(reason -> reasons.put(reason.getKey(), reason.getValue().asLong()));
    assertThat(reasons)
        .containsEntry("bad-json", 1L)
        .containsEntry("truncated-gzip", 1L)
        .containsEntry("record-too-large", 1L)
        .containsEntry("too-deep", 1L)
        .containsEntry("inflation-limit", 1L);
    // right 3, around the broken line 4, around the long line 2, around the deep one 2, and what
    // stood before the cut: none or one of the truncated object's two
    assertThat(totals.path("calls").asLong()).isBetween(11L, 13L);
    assertThat(totals.path("rejected").asLong())
        .isEqualTo(reasons.values().stream().mapToLong(Long::longValue).sum());
    List<String> unreadable = new ArrayList<>();
    coverage
        .path("coverage")
        .path("unreadable")
        .forEach(row -> unreadable.add(row.path("uri").asText()));
    assertThat(unreadable)
        .anyMatch(uri -> uri.contains("/2026/11/02/08"))
        .anyMatch(uri -> uri.endsWith("/07/empty.json.gz"));
    // five damaged objects, the empty one and the closed folder
    assertThat(totals.path("gaps").asLong()).isEqualTo(7);
  }

  private String lines(int n) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < n; i++) {
      text.append(
          ("{\"timestamp\":\"2026-11-02T05:00:00Z\",\"accountId\":\"111122223333\","
                  + "\"identity\":{\"arn\":\"arn:aws:sts::111122223333:assumed-role/r/s\"},"
                  + "\"region\":\"ap-southeast-6\",\"requestId\":\"00000000-0000-4000-8000-%012d\","
                  + "\"operation\":\"Converse\",\"modelId\":\"au.anthropic.claude-sonnet-4-6\","
                  + "\"input\":{\"inputContentType\":\"application/json\",\"inputTokenCount\":1},"
                  + "\"output\":{\"outputContentType\":\"application/json\",\"outputTokenCount\":1},"
                  + "\"inferenceRegion\":\"ap-southeast-2\",\"schemaType\":\"ModelInvocationLog\","
                  + "\"schemaVersion\":\"1.0\"}\n")
              .formatted(requests++));
    }
    return text.toString();
  }

  /** 200 MB in one line that hardly packs, between two records that are right. */
  private void longLine(Path logs, String name) throws IOException {
    Path file = Files.createDirectories(logs.resolve(DAY + name).getParent());
    byte[] noise = new byte[1 << 16];
    Random random = new Random(7);
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(file.resolve(Path.of(name).getFileName())), 1 << 16)) {
      out.write(lines(1).getBytes(StandardCharsets.UTF_8));
      out.write("{\"input\":{\"inputBodyJson\":\"".getBytes(StandardCharsets.UTF_8));
      for (long written = 0; written < 200_000_000L; written += noise.length) {
        for (int i = 0; i < noise.length; i++) {
          noise[i] = (byte) ('0' + random.nextInt(64));
        }
        replaceQuotes(noise);
        out.write(noise);
      }
      out.write("\"}}\n".getBytes(StandardCharsets.UTF_8));
      out.write(lines(1).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void replaceQuotes(byte[] noise) {
    for (int i = 0; i < noise.length; i++) {
      if (noise[i] == '\\' || noise[i] == '"') {
        noise[i] = 'x';
      }
    }
  }

  /** A gibibyte of blanks in a megabyte. */
  private void bomb(Path logs, String name) throws IOException {
    Path parent = Files.createDirectories(logs.resolve(DAY + name).getParent());
    byte[] blanks = new byte[1 << 20];
    Arrays.fill(blanks, (byte) ' ');
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(parent.resolve(Path.of(name).getFileName())), 1 << 16)) {
      for (int i = 0; i < 1024; i++) {
        out.write(blanks);
      }
    }
  }

  private static void gzip(Path logs, String name, String text) throws IOException {
    write(logs, name, packed(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static void write(Path logs, String name, byte[] bytes) throws IOException {
    Path file = logs.resolve(DAY + name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
