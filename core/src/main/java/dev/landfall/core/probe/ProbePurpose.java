package dev.landfall.core.probe;

/** Why a request was sent. Ids are stored. */
public enum ProbePurpose {
  /** Enters the figures. */
  MEASURE("measure"),
  /** Sent so that what follows finds everything warm; never enters a figure. */
  WARM_UP("warm-up"),
  /** Sent to learn how a quota behaves; never enters a latency figure. */
  WINDOW_TEST("window-test");

  private final String id;

  ProbePurpose(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }
}
