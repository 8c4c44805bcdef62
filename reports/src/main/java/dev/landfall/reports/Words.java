package dev.landfall.reports;

import java.util.Locale;

/** Numbers in sentences, the same on every machine. */
public final class Words {
  private Words() {}

  /** {@code 1,234 calls}, {@code 1 call}. */
  public static String count(long n, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", n, n == 1 ? one : many);
  }

  public static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** {@code 86.7 %}. */
  public static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.1f %%", ratio * 100);
  }
}
