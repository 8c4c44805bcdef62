package dev.landfall.core.rollup;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The objects first seen on one UTC day, counted.
 *
 * <p>Shape: fed one row per object in any order; the rows that come out depend on the objects alone
 * and are sorted by their key. An object's times are cut to their day: a reader whose window ends
 * within a day looks at that day's objects themselves.
 */
public final class ObjectDay {
  private static final long MICROS_PER_HOUR = 3_600_000_000L;
  private static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;
  private static final int WHOLE_DAY = (1 << 24) - 1;
  private static final int KEY_DIGITS = 15;

  private static final List<String> SUMS =
      List.of(
          "size_bytes",
          "raw_bytes",
          "records",
          "witness_records",
          "addendum_records",
          "change_records",
          "ignored_records",
          "rejected_records");

  /** Names and counts of {@code ignored_reasons}; names stay as they are written. */
  private static final Pattern REASON = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\"):([0-9]+)");

  private final LocalDate day;
  private final long month;
  private final Map<Group, Sums> groups = new HashMap<>();
  private final SortedMap<String, Long> ignored = new TreeMap<>();
  private long[] keys = new long[16];
  private int size;

  private static final class Sums {
    private long objects;
    private long hours;
    private final @Nullable Long[] sums = new @Nullable Long[SUMS.size()];
    private @Nullable Long first;
    private @Nullable Long last;
    private @Nullable Long seen;
    private @Nullable String reason;
  }

  public ObjectDay(LocalDate day) {
    this.day = day;
    this.month = micros(day.withDayOfMonth(1));
  }

  public void add(LakeRow object) {
    Spoken spoken = Spoken.of(object);
    String status = (String) object.get("status");
    boolean bad = "damaged".equals(status) || "unreadable".equals(status);
    Long covers = (Long) object.get("covers_from_at");
    Group group =
        Group.of(
            object.get("kind"),
            object.get("account"),
            object.get("region"),
            status,
            day(either(object.get("first_event_at"), covers)),
            day(
                either(
                    object.get("last_event_at"), covers == null ? null : covers + MICROS_PER_DAY)),
            spoken.day(),
            bad ? object.get("uri") : null,
            bad ? object.get("sha256") : null);
    Sums sums = groups.computeIfAbsent(group, unused -> new Sums());
    sums.objects++;
    sums.hours |= spoken.hours();
    for (int i = 0; i < SUMS.size(); i++) {
      sums.sums[i] = plus(sums.sums[i], (Long) object.get(SUMS.get(i)));
    }
    sums.first = least(sums.first, (Long) object.get("first_event_at"));
    sums.last = greatest(sums.last, (Long) object.get("last_event_at"));
    sums.seen = greatest(sums.seen, (Long) object.get("first_seen_at"));
    sums.reason = bad ? (String) object.get("reason") : null;
    ignored((String) object.get("ignored_reasons"));
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
    }
    keys[size++] = key(String.valueOf(object.get("uri")), String.valueOf(object.get("sha256")));
  }

  /** Keys of the objects, ascending. */
  public long[] keys() {
    long[] sorted = Arrays.copyOf(keys, size);
    Arrays.sort(sorted);
    return sorted;
  }

  /** The rows of {@code objects_daily}. */
  public List<LakeRow> counts() {
    List<LakeRow> rows = new ArrayList<>();
    new TreeMap<>(groups)
        .forEach((group, sums) -> rows.add(row(group, sums).set("ignored_reasons", null)));
    if (!rows.isEmpty()) {
      rows.get(0).set("ignored_reasons", reasons());
    }
    return rows;
  }

  /** The row of {@code object_keys} for an object counted on a day. */
  public static LakeRow keyRow(LocalDate day, long key) {
    return new LakeRow(LakeTable.OBJECT_KEYS)
        .set("month_at", micros(day.withDayOfMonth(1)))
        .set("day_at", micros(day))
        .set("object_key", key);
  }

  private LakeRow row(Group group, Sums sums) {
    LakeRow row =
        new LakeRow(LakeTable.OBJECTS_DAILY)
            .set("month_at", month)
            .set("day_at", micros(day))
            .set("kind", group.values().get(0))
            .set("account", group.values().get(1))
            .set("region", group.values().get(2))
            .set("status", group.values().get(3))
            .set("from_at", group.values().get(4))
            .set("to_at", group.values().get(5))
            .set("speaks_at", group.values().get(6))
            .set("uri", group.values().get(7))
            .set("sha256", group.values().get(8))
            .set("reason", sums.reason)
            .set("hours", sums.hours)
            .set("objects", sums.objects)
            .set("first_event_at", sums.first)
            .set("last_event_at", sums.last)
            .set("first_seen_at", sums.seen);
    for (int i = 0; i < SUMS.size(); i++) {
      row.set(SUMS.get(i), sums.sums[i]);
    }
    return row;
  }

  /** The key of an object; two objects share one by chance once in 10^18 pairs. */
  static long key(String uri, String sha256) {
    try {
      byte[] hash =
          MessageDigest.getInstance("MD5")
              .digest((uri + '\n' + sha256).getBytes(StandardCharsets.UTF_8));
      long key = 0;
      for (int i = 0; i < 8; i++) {
        key = (key << 8) | (hash[i] & 0xff);
      }
      return key >>> (64 - 4 * KEY_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  private void ignored(@Nullable String json) {
    Matcher reason = REASON.matcher(json == null ? "" : json);
    while (reason.find()) {
      ignored.merge(reason.group(1), Long.parseLong(reason.group(2)), Math::addExact);
    }
  }

  private String reasons() {
    StringBuilder json = new StringBuilder("{");
    ignored.forEach(
        (name, n) -> json.append(json.length() > 1 ? "," : "").append(name).append(':').append(n));
    return json.append('}').toString();
  }

  /**
   * The hours that a file's name or path says it is of.
   *
   * @param day start of the day; null: it says none
   * @param hours bits of the hours of that day
   */
  private record Spoken(@Nullable Long day, long hours) {
    private static final Pattern NAMED = Pattern.compile("_([0-9]{8})T([0-9]{2})([0-9]{2})Z_");

    static Spoken of(LakeRow object) {
      Long covers = (Long) object.get("covers_from_at");
      if ("invocation-log".equals(object.get("kind"))) {
        return covers == null ? new Spoken(null, 0) : hour(covers);
      }
      if (!"cloudtrail".equals(object.get("kind"))) {
        return new Spoken(null, 0);
      }
      Long named = named(String.valueOf(object.get("uri")));
      if (named != null) {
        return hour(named);
      }
      return covers == null
          ? new Spoken(null, 0)
          : new Spoken(Math.floorDiv(covers, MICROS_PER_DAY) * MICROS_PER_DAY, WHOLE_DAY);
    }

    private static Spoken hour(long at) {
      long day = Math.floorDiv(at, MICROS_PER_DAY) * MICROS_PER_DAY;
      return new Spoken(day, 1L << ((at - day) / MICROS_PER_HOUR));
    }

    private static @Nullable Long named(String uri) {
      Matcher name = NAMED.matcher(uri);
      if (!name.find()) {
        return null;
      }
      try {
        String date = name.group(1);
        LocalDate day =
            LocalDate.of(
                Integer.parseInt(date.substring(0, 4)),
                Integer.parseInt(date.substring(4, 6)),
                Integer.parseInt(date.substring(6)));
        int hour = Integer.parseInt(name.group(2));
        boolean time = hour < 24 && Integer.parseInt(name.group(3)) < 60;
        return time ? (Long) (micros(day) + hour * MICROS_PER_HOUR) : null;
      } catch (java.time.DateTimeException noSuchDay) {
        return null;
      }
    }
  }

  private static @Nullable Object either(@Nullable Object a, @Nullable Object b) {
    return a == null ? b : a;
  }

  private static @Nullable Long day(@Nullable Object micros) {
    return micros == null
        ? null
        : (Long) (Math.floorDiv((Long) micros, MICROS_PER_DAY) * MICROS_PER_DAY);
  }

  private static @Nullable Long plus(@Nullable Long sum, @Nullable Long more) {
    if (more == null) {
      return sum;
    }
    return sum == null ? more : (Long) Math.addExact(sum, more);
  }

  private static @Nullable Long least(@Nullable Long a, @Nullable Long b) {
    return a == null || b == null ? (a == null ? b : a) : (Long) Math.min(a, b);
  }

  private static @Nullable Long greatest(@Nullable Long a, @Nullable Long b) {
    return a == null || b == null ? (a == null ? b : a) : (Long) Math.max(a, b);
  }

  private static long micros(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000L;
  }
}
