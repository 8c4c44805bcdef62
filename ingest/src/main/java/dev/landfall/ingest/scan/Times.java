package dev.landfall.ingest.scan;

/**
 * Event times from their bytes, without a formatter: this runs once a record.
 *
 * <p>Takes {@code 2026-05-30T14:32:14Z}, with a fraction, with an offset {@code +02:00}, and the
 * form that log platforms write, {@code 2026-05-30 14:32:14.000000000}, read as UTC.
 */
public final class Times {
  /** No time could be read; no event has this time. */
  public static final long NONE = Long.MIN_VALUE;

  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private Times() {}

  /** Epoch milliseconds, or {@link #NONE}. */
  public static long parse(byte[] b, int start, int end) {
    if (end - start < 19
        || b[start + 4] != '-'
        || b[start + 7] != '-'
        || b[start + 10] != 'T' && b[start + 10] != ' '
        || b[start + 13] != ':'
        || b[start + 16] != ':') {
      return NONE;
    }
    int year = number(b, start, 4);
    int month = number(b, start + 5, 2);
    int day = number(b, start + 8, 2);
    int hour = number(b, start + 11, 2);
    int minute = number(b, start + 14, 2);
    int second = number(b, start + 17, 2);
    if (year < 0
        || month < 1
        || month > 12
        || day < 1
        || day > DAYS[month - 1]
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 60) {
      return NONE;
    }
    long seconds = day(year, month, day) * 86_400L + hour * 3_600L + minute * 60L + second;
    return withRest(b, start + 19, end, seconds * 1_000L);
  }

  /** Fraction and zone: nothing, Z, or ±hh:mm. */
  private static long withRest(byte[] b, int from, int end, long wholeMillis) {
    long millis = wholeMillis;
    int p = from;
    if (p < end && b[p] == '.') {
      int scale = 100;
      p++;
      int digits = p;
      while (p < end && b[p] >= '0' && b[p] <= '9') {
        millis += (long) (b[p] - '0') * scale;
        scale /= 10;
        p++;
      }
      if (p == digits) {
        return NONE;
      }
    }
    if (p == end || p + 1 == end && b[p] == 'Z') {
      return millis;
    }
    if (p + 6 != end || b[p] != '+' && b[p] != '-' || b[p + 3] != ':') {
      return NONE;
    }
    int hours = number(b, p + 1, 2);
    int minutes = number(b, p + 4, 2);
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return NONE;
    }
    long offset = (hours * 60L + minutes) * 60_000L;
    return b[p] == '+' ? millis - offset : millis + offset;
  }

  /** Days since 1970-01-01 in the proleptic Gregorian calendar; years start in March here. */
  private static long day(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(y, 400);
    int yearOfEra = (int) (y - era * 400);
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365L + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468L;
  }

  private static int number(byte[] b, int at, int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int d = b[at + i] - '0';
      if (d < 0 || d > 9) {
        return -1;
      }
      value = value * 10 + d;
    }
    return value;
  }
}
