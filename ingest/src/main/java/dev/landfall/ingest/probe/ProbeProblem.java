package dev.landfall.ingest.probe;

/** The probe cannot run as asked; the message says what, where and what to do. */
public final class ProbeProblem extends Exception {
  private static final long serialVersionUID = 1L;

  ProbeProblem(String message) {
    super(message);
  }

  ProbeProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
