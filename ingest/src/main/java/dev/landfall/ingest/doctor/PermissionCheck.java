package dev.landfall.ingest.doctor;

import java.util.List;
import java.util.concurrent.Callable;

/** One call that is made only to see whether it may be made. */
final class PermissionCheck implements Check {
  private final String name;
  private final String subject;
  private final Callable<String> call;

  /**
   * A check of one call.
   *
   * @param call makes it and says what came
   */
  PermissionCheck(String name, String subject, Callable<String> call) {
    this.name = name;
    this.subject = subject;
    this.call = call;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String subject() {
    return subject;
  }

  @Override
  public List<Line> look() throws Exception {
    return List.of(Line.fine(name, subject, call.call()));
  }
}
