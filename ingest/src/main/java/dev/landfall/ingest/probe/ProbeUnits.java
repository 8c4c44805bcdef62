package dev.landfall.ingest.probe;

import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.Value;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rates and amounts of money as a plan writes them. */
final class ProbeUnits {
  private static final Pattern RATE = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?)(/[smh])?");
  private static final Map<String, Double> SECONDS = Map.of("/s", 1.0, "/m", 60.0, "/h", 3600.0);

  private ProbeUnits() {}

  /** Requests per second; {@code 2} and {@code 2/s} are the same, {@code 30/m} is a half. */
  static double rate(Value value) throws ConfigProblem {
    String text = value.text();
    Matcher m = RATE.matcher(text);
    if (m.matches()) {
      String unit = m.group(2) == null ? "/s" : m.group(2);
      double rate = Double.parseDouble(m.group(1)) / SECONDS.getOrDefault(unit, 1.0);
      if (rate > 0 && rate <= 1_000) {
        return rate;
      }
    }
    throw value.problem("'" + text + "' is not a rate like 2/s, 30/m or 120/h, up to 1000/s");
  }

  /** US dollars, not below 0. */
  static double amount(Value value) throws ConfigProblem {
    String text = value.text();
    try {
      double amount = Double.parseDouble(text);
      if (amount >= 0 && amount <= 1_000_000) {
        return amount;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw value.problem("'" + text + "' is not an amount in US dollars like 0.05");
  }
}
