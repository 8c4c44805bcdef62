package dev.landfall.ingest.layout;

import dev.landfall.core.canary.CanaryId;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
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

  /** An object that Landfall planted itself; its path is one of AWS's all the same. */
  public static final String CANARY = "canary";

  private static final String LOGS_FOLDER = "AWSLogs";
  private static final String BODY_FOLDER = "data";
  private static final String TRAIL_FOLDER = "CloudTrail";
  private static final String LOG_FOLDER = "BedrockModelInvocationLogs";
  private static final String PERMISSION_CHECK = "amazon-bedrock-logs-permission-check";

  private AwsLayout() {}

  /**
   * What a path tells.
   *
   * @param kind {@link #CLOUDTRAIL}, {@link #INVOCATION_LOG}, {@link #CANARY} or {@link #UNKNOWN}
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

  /** What a folder of a bucket is. */
  public enum Level {
    /** {@code AWSLogs/}. */
    LOGS,
    /** {@code AWSLogs/o-…/}. */
    ORGANISATION,
    ACCOUNT,
    /** CloudTrail's files or invocation logs of an account. */
    KIND,
    /** These of one Region, or a folder below. */
    LANE,
    /** Of AWS's layout, and nothing for us. */
    SKIPPED,
    /** No part of AWS's layout. */
    STRANGE
  }

  /**
   * A folder of a bucket.
   *
   * @param path the folder itself; for one below a lane, the lane. It ends in a slash
   * @param account empty above an account
   * @param region empty above a lane
   * @param trail of {@link Level#KIND} and {@link Level#LANE}: CloudTrail's files
   */
  public record Folder(Level level, String path, String account, String region, boolean trail) {
    private static Folder of(Level level, String path) {
      return new Folder(level, path, "", "", false);
    }
  }

  /**
   * What a folder is by its path.
   *
   * @param path ends in a slash, or is empty
   */
  public static Folder folder(String path) {
    String[] parts = (path + "x").split("/");
    int last = parts.length - 2;
    int kind = folder(parts);
    if (path.contains(PERMISSION_CHECK) || kind >= 0 && skippedFolder(parts[kind]) != null) {
      return Folder.of(Level.SKIPPED, path);
    }
    if (kind > 0 && isAccount(parts[kind - 1])) {
      boolean trail = parts[kind].equals(TRAIL_FOLDER);
      if (kind == last) {
        return new Folder(Level.KIND, path, parts[kind - 1], "", trail);
      }
      String lane = String.join("/", Arrays.copyOf(parts, kind + 2)) + '/';
      return new Folder(Level.LANE, lane, parts[kind - 1], parts[kind + 1], trail);
    }
    return above(path, parts, last);
  }

  private static Folder above(String path, String[] parts, int last) {
    int logs = Arrays.asList(parts).subList(0, last + 1).lastIndexOf(LOGS_FOLDER);
    if (logs < 0) {
      return Folder.of(Level.STRANGE, path);
    }
    int account = logs + 1 <= last && parts[logs + 1].startsWith("o-") ? logs + 2 : logs + 1;
    if (last < account) {
      return Folder.of(last == logs ? Level.LOGS : Level.ORGANISATION, path);
    }
    return last == account && isAccount(parts[account])
        ? new Folder(Level.ACCOUNT, path, parts[account], "", false)
        : Folder.of(Level.SKIPPED, path);
  }

  /**
   * The part of a key up to a folder that holds nothing for us, and its slash; null: it is in none.
   */
  public static @Nullable String skippedFolderOf(String key) {
    String[] parts = key.split("/");
    int kind = folder(parts);
    if (kind < 0) {
      return null;
    }
    int end = skippedFolder(parts[kind]) != null ? kind : -1;
    if (end < 0 && parts[kind].equals(LOG_FOLDER)) {
      end = Arrays.asList(parts).subList(0, parts.length - 1).lastIndexOf(BODY_FOLDER);
    }
    return end <= 0 || end < kind ? null : String.join("/", Arrays.copyOf(parts, end + 1)) + '/';
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
    if (account != null && CanaryId.names(account, name)) {
      kind = CANARY;
    }
    String region = folder + 2 < parts.length ? parts[folder + 1] : null;
    String skip = log ? skippedBody(parts, folder) : skippedFolder(type);
    if (skip == null) {
      skip = skippedName(pathOrKey, name);
    }
    return new Described(kind, account, region, coversFrom(parts, folder + 2, log), skip);
  }

  /** Whether Landfall planted the object itself, as its name says. */
  public static boolean isPlanted(String pathOrKey) {
    return pathOrKey.contains(CanaryId.MARK) && describe(pathOrKey).kind().equals(CANARY);
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
      if (parts[i].equals(BODY_FOLDER)) {
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
