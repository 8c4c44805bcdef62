package dev.landfall.core.quota;

/**
 * One quota row: what AWS counts together.
 *
 * @param sourceRegion the Region called; its quota is used wherever the call is served
 * @param model base model id
 * @param quotaRow on-demand, cross-region, global or mantle
 */
public record QuotaKey(String account, String sourceRegion, String model, String quotaRow) {

  /** {@code account|region|model|row}; none of the parts holds a bar. */
  public String text() {
    return account + '|' + sourceRegion + '|' + model + '|' + quotaRow;
  }

  /** The mantle endpoint has a quota for input and another for output. */
  public boolean countsOutputApart() {
    return quotaRow.equals("mantle");
  }

  public static QuotaKey parse(String text) {
    String[] parts = text.split("\\|", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          "a quota key reads account|region|model|row, got '%s'".formatted(text));
    }
    return new QuotaKey(parts[0], parts[1], parts[2], parts[3]);
  }
}
