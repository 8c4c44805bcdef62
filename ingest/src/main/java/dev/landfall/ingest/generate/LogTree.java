package dev.landfall.ingest.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folder of source objects in AWS's S3 layout, with the objects now open.
 *
 * <p>Shape: one object per family, account, Region and slot of delivery time; more where one grows
 * past a bound. Records must come in order of delivery. Source: CloudTrail's page on finding log
 * files; real keys of invocation logs.
 */
final class LogTree {
  /** CloudTrail's own bound is 50 MB before compression. */
  private static final long MOST_RAW = 40L << 20;

  private static final byte[] OPEN = JsonBytes.ascii("{\"Records\":[");
  private static final byte[] CLOSE = JsonBytes.ascii("]}");
  private static final DateTimeFormatter DAY = format("yyyy/MM/dd");
  private static final DateTimeFormatter HOUR = format("yyyy/MM/dd/HH");
  private static final DateTimeFormatter MINUTE = format("yyyyMMdd'T'HHmm'Z'");
  private static final DateTimeFormatter LOG_NAME = format("yyyy-MM-dd'T'HH");

  private final Path root;
  private final GzipCrew crew;
  private final Dice names;
  private final long trailSlotMs;
  private final long logSlotMs;
  private final SortedMap<String, GzipFile> trails = new TreeMap<>();
  private final SortedMap<String, GzipFile> logs = new TreeMap<>();
  private final AtomicLong stored = new AtomicLong();
  private final List<Path> damaged = new ArrayList<>();
  private long trailSlot = Long.MIN_VALUE;
  private long logSlot = Long.MIN_VALUE;
  private long files;
  private long rawBytes;
  private boolean cutNextTrail;
  private boolean cutNextLog;

  LogTree(Path root, GzipCrew crew, long seed, long trailSlotMs, long logSlotMs) {
    this.root = root;
    this.crew = crew;
    this.names = new Dice(Dice.mix(seed ^ 0x6e616d6573L));
    this.trailSlotMs = trailSlotMs;
    this.logSlotMs = logSlotMs;
  }

  /** Opens the place of a CloudTrail record; {@link #trailDone} follows when it is spelled. */
  JsonBytes trail(String account, String region, long dueMs) throws IOException {
    advance(dueMs);
    GzipFile file = trails.get(account + region);
    if (file != null && file.rawBytes() > MOST_RAW) {
      closeTrail(file);
      file = null;
    }
    if (file == null) {
      file = file(trailPath(account, region, trailSlot));
      file.bytes().raw(OPEN);
      trails.put(account + region, file);
    } else if (file.records() > 0) {
      file.bytes().text(",");
    }
    file.delivered(dueMs);
    return file.bytes();
  }

  void trailDone(String account, String region) throws IOException {
    GzipFile file = open(trails, account, region);
    file.recordDone();
    // Every eleventh object is of two gzip members, which readers must take as one.
    if (file.records() == 2 && file.number() % 11 == 0) {
      file.newMember();
    }
  }

  /** Opens the place of an invocation-log record; {@link #logDone} ends its line. */
  JsonBytes log(String account, String region, long dueMs) throws IOException {
    advance(dueMs);
    GzipFile file = logs.get(account + region);
    if (file != null && file.rawBytes() > MOST_RAW) {
      closeLog(file);
      file = null;
    }
    if (file == null) {
      file = file(logPath(account, region, dueMs));
      logs.put(account + region, file);
    }
    file.delivered(dueMs);
    return file.bytes();
  }

  /** The object that the last invocation-log record of the account and Region went to. */
  Path logDone(String account, String region) throws IOException {
    GzipFile file = open(logs, account, region);
    file.bytes().text("\n");
    file.recordDone();
    return file.path();
  }

  /** Closes every object whose slot is over at a time. */
  void advance(long nowMs) throws IOException {
    long slot = Math.floorDiv(nowMs, trailSlotMs);
    if (slot > trailSlot) {
      for (GzipFile file : trails.values()) {
        closeTrail(file);
      }
      trails.clear();
      trailSlot = slot;
    }
    slot = Math.floorDiv(nowMs, logSlotMs);
    if (slot > logSlot) {
      for (GzipFile file : logs.values()) {
        closeLog(file);
      }
      logs.clear();
      logSlot = slot;
    }
  }

  void closeAll() throws IOException {
    advance(Long.MAX_VALUE);
  }

  /** The next object of each family to be closed is cut off instead. */
  void cutOneEach() {
    cutNextTrail = true;
    cutNextLog = true;
  }

  long files() {
    return files;
  }

  /** Decompressed bytes of the objects closed so far. */
  long rawBytes() {
    return rawBytes;
  }

  long storedBytes() {
    return stored.get();
  }

  /** Objects that were cut off. */
  List<Path> damaged() {
    return damaged;
  }

  private void closeTrail(GzipFile file) throws IOException {
    if (cutNextTrail) {
      cutNextTrail = false;
      cut(file, ",{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"AssumedRole\",\"prin");
    } else {
      file.bytes().raw(CLOSE);
      rawBytes += file.rawBytes();
      file.close();
    }
  }

  private void closeLog(GzipFile file) throws IOException {
    if (cutNextLog) {
      cutNextLog = false;
      cut(file, "{\"timestamp\":\"2026-11-02T00:00:0");
    } else {
      rawBytes += file.rawBytes();
      file.close();
    }
  }

  /** Leaves the start of one more record at the end, so that exactly one place is damaged. */
  private void cut(GzipFile file, String start) throws IOException {
    file.bytes().text(start);
    rawBytes += file.rawBytes();
    damaged.add(file.path());
    file.cut();
  }

  private static GzipFile open(SortedMap<String, GzipFile> files, String account, String region) {
    GzipFile file = files.get(account + region);
    if (file == null) {
      throw new IllegalStateException("no object is open for " + account + " in " + region);
    }
    return file;
  }

  private GzipFile file(Path path) {
    return new GzipFile(crew, files++, path, stored);
  }

  private Path trailPath(String account, String region, long slot) {
    Instant at = Instant.ofEpochMilli(slot * trailSlotMs);
    String name =
        account + "_CloudTrail_" + region + '_' + MINUTE.format(at) + '_' + unique(16) + ".json.gz";
    return root.resolve(
        "AWSLogs/" + account + "/CloudTrail/" + region + '/' + DAY.format(at) + '/' + name);
  }

  private Path logPath(String account, String region, long dueMs) {
    Instant at = Instant.ofEpochMilli(dueMs);
    String name = LOG_NAME.format(at) + '_' + unique(20).toLowerCase(Locale.ROOT) + ".json.gz";
    return root.resolve(
        "AWSLogs/"
            + account
            + "/BedrockModelInvocationLogs/"
            + region
            + '/'
            + HOUR.format(at)
            + '/'
            + name);
  }

  private String unique(int length) {
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    StringBuilder name = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      name.append(letters.charAt(names.below(letters.length())));
    }
    return name.toString();
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }
}
