package dev.landfall.web.http;

/**
 * Whether the job that feeds the lake is at work.
 *
 * @param reason why it is not, or what it does now; for people
 */
public record JobHealth(boolean working, String reason) {
  public static JobHealth atWork() {
    return new JobHealth(true, "the job is running");
  }

  public static JobHealth broken(String reason) {
    return new JobHealth(false, reason);
  }
}
