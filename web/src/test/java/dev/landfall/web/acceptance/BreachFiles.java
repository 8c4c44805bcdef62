package dev.landfall.web.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Invocation-log objects in AWS's layout whose calls ran in Singapore, put in place by rename. */
final class BreachFiles {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu/MM/dd/HH").withZone(ZoneOffset.UTC);

  private final Path logs;
  private final Path parts;

  BreachFiles(Path logs) throws IOException {
    this.logs = Files.createDirectories(logs);
    this.parts = Files.createDirectories(logs.resolveSibling("parts"));
  }

  /** One object with a call of each account, made at that time; when it was put in place. */
  long put(List<String> accounts, Instant at) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String account : accounts) {
      lines.append(record(account, at)).append('\n');
    }
    String name = UUID.randomUUID() + ".json.gz";
    Path part = parts.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(part))) {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
    Path folder =
        logs.resolve(
            "AWSLogs/111122223333/BedrockModelInvocationLogs/ap-southeast-6/" + HOUR.format(at));
    Files.createDirectories(folder);
    Files.move(part, folder.resolve(name));
    return System.currentTimeMillis();
  }

  private static String record(String account, Instant at) {
    return """
        {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"%s","accountId":"%s",\
        "identity":{"arn":"arn:aws:sts::%s:assumed-role/app/kim.person"},"region":"ap-southeast-6",\
        "requestId":"%s","operation":"InvokeModel",\
        "modelId":"apac.anthropic.claude-3-5-sonnet-20241022-v2:0","inferenceRegion":"ap-southeast-1",\
        "input":{"inputContentType":"application/json","inputBodyJson":{"max_tokens":16},\
        "inputTokenCount":4},"output":{"outputContentType":"application/json",\
        "outputBodyJson":{"usage":{"input_tokens":4,"output_tokens":8}},"outputTokenCount":8}}"""
        .formatted(at.truncatedTo(ChronoUnit.SECONDS), account, account, UUID.randomUUID());
  }
}
