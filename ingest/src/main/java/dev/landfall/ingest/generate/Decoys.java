package dev.landfall.ingest.generate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Objects that stand among the logs in real buckets and are none: a digest, a large body, the
 * permission check that AWS writes. A reader passes them by; the truth counts nothing of them.
 */
final class Decoys {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Decoys() {}

  static void write(Path logs, Instant start) throws IOException {
    String day = DAY.format(start);
    Path account = logs.resolve("AWSLogs/" + Lanes.CX);
    gzip(
        account.resolve(
            "CloudTrail-Digest/ap-southeast-6/%s/%s_CloudTrail-Digest_ap-southeast-6_management_ap-southeast-6_%s.json.gz"
                .formatted(day, Lanes.CX, SECOND.format(start.plusSeconds(3600)))),
        "{\"awsAccountId\":\"" + Lanes.CX + "\",\"logFiles\":[]}",
        start);
    Path region = account.resolve("BedrockModelInvocationLogs/ap-southeast-6");
    gzip(
        region.resolve(day + "/00/data/00000000-0000-4000-8000-000000000000_input.json.gz"),
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"large\"}]}]}",
        start);
    Path check = region.resolve("amazon-bedrock-logs-permission-check");
    Files.createDirectories(region);
    Files.writeString(check, "");
    Files.setLastModifiedTime(check, FileTime.from(start));
  }

  private static void gzip(Path file, String text, Instant modified) throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }
}
