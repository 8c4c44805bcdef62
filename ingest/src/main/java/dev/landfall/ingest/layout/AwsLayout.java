package dev.landfall.ingest.layout;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What AWS's S3 layout says of an object by its path alone.
 *
 * <p>Source: CloudTrail user guide, "Finding your CloudTrail log files"; for invocation logs the
 * layout seen in delivered buckets. CloudTrail: {@code
 * [prefix/]AWSLogs/[o-id/]<account>/CloudTrail/<region>/YYYY/MM/DD/<name>.json.gz}. Invocation log:
 * {@code [prefix/]AWSLogs/<account>/BedrockModelInvocationLogs/<region>/YYYY/MM/DD/HH/<name>}.
 * Paths, keys and URIs are all taken; no file is touched.
 */
public final class AwsLayout {
  public static final String CLOUDTRAIL = "cloudtrail";
  public static final String INVOCATION_LOG = "invocation-log";
  public static final String UNKNOWN = "unknown";

  private static final String TRAIL_FOLDER = "CloudTrail";
  private static final String LOG_FOLDER = "BedrockModelInvocationLogs";
  private static final String PERMISSION_CHECK = "amazon-bedrock-logs-permission-check";

  private AwsLayout() {}

  /**
   * What a path tells.
   *
   * @param kind {@link #CLOUDTRAIL}, {@link #INVOCATION_LOG} or {@link #UNKNOWN}
   * @param account 12 digits; null: the path has none
   * @param region null: the path has none
   * @param coversFrom start of the day (CloudTrail) or hour (invocation log) in the path, epoch
   *     milliseconds UTC; null: the path has none
   * @param skip why the object holds no records for us ({@code digest}, {@code insight}, {@code
   *     aggregated}, {@code network-activity}, {@code body}, {@code permission-check}, {@code
   *     name}); null: read it
   */
  public record Described(
      String kind,
      @Nullable String account,
      @Nullable String region,
      @Nullable Long coversFrom,
      @Nullable String skip) {
    public boolean isSkipped() {
      return skip != null;
    }
  }

  public static Described describe(String pathOrKey) {
    String[] parts = pathOrKey.replace('\\', '/').split("/");
    String name = parts.length == 0 ? "" : parts[parts.length - 1];
    int folder = folder(parts);
    if (folder < 0) {
      return new Described(UNKNOWN, null, null, null, skippedName(pathOrKey, name));
    }
    String type = parts[folder];
    boolean log = type.equals(LOG_FOLDER);
    String kind = log ? INVOCATION_LOG : type.equals(TRAIL_FOLDER) ? CLOUDTRAIL : UNKNOWN;
    String account = folder > 0 && isAccount(parts[folder - 1]) ? parts[folder - 1] : null;
    String region = folder + 2 < parts.length ? parts[folder + 1] : null;
    String skip = log ? skippedBody(parts, folder) : skippedFolder(type);
    if (skip == null) {
      skip = skippedName(pathOrKey, name);
    }
    return new Described(kind, account, region, coversFrom(parts, folder + 2, log), skip);
  }

  /** The last folder of a kind we know; one below an account wins over a prefix of that name. */
  private static int folder(String[] parts) {
    int found = -1;
    for (int i = 0; i < parts.length - 1; i++) {
      if (parts[i].equals(LOG_FOLDER)
          || parts[i].equals(TRAIL_FOLDER)
          || skippedFolder(parts[i]) != null) {
        if (i > 0 && isAccount(parts[i - 1])) {
          return i;
        }
        found = i;
      }
    }
    return found;
  }

  private static @Nullable String skippedFolder(String folder) {
    return switch (folder) {
      case "CloudTrail-Digest" -> "digest";
      case "CloudTrail-Insight" -> "insight";
      case "CloudTrail-Aggregated" -> "aggregated";
      case "CloudTrail-NetworkActivity" -> "network-activity";
      default -> null;
    };
  }

  /** Large bodies stand in a folder {@code data} beside the hour's files: prompts, never opened. */
  private static @Nullable String skippedBody(String[] parts, int folder) {
    for (int i = folder + 1; i < parts.length - 1; i++) {
      if (parts[i].equals("data")) {
        return "body";
      }
    }
    return null;
  }

  private static @Nullable String skippedName(String path, String name) {
    if (path.contains(PERMISSION_CHECK)) {
      return "permission-check";
    }
    String lower = name.toLowerCase(Locale.ROOT);
    boolean known = lower.endsWith(".json") || lower.endsWith(".jsonl") || lower.endsWith(".gz");
    return known && !name.startsWith(".") && !name.startsWith("_") ? null : "name";
  }

  private static boolean isAccount(String text) {
    return text.length() == 12 && number(text) >= 0;
  }

  private static @Nullable Long coversFrom(String[] parts, int at, boolean hourly) {
    if (at + 2 >= parts.length) {
      return null;
    }
    boolean hour = hourly && at + 4 < parts.length && number(parts[at + 3]) >= 0;
    try {
      return LocalDateTime.of(
              (int) number(parts[at]),
              (int) number(parts[at + 1]),
              (int) number(parts[at + 2]),
              hour ? (int) number(parts[at + 3]) : 0,
              0)
          .toInstant(ZoneOffset.UTC)
          .toEpochMilli();
    } catch (DateTimeException notADate) {
      // a folder named otherwise tells no time; the path stays usable
      return null;
    }
  }

  /** The digits as a number, or -1 where the text is anything else. */
  private static long number(String text) {
    long value = text.isEmpty() || text.length() > 12 ? -1 : 0;
    for (int i = 0; i < text.length() && value >= 0; i++) {
      char c = text.charAt(i);
      value = c >= '0' && c <= '9' ? value * 10 + (c - '0') : -1;
    }
    return value;
  }
}
