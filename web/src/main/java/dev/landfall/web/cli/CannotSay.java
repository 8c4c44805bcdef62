package dev.landfall.web.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What was asked cannot be said now, for a reason outside this program. Exit 2. */
final class CannotSay extends IOException {
  private static final long serialVersionUID = 1L;

  CannotSay(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The words of a fault, also of one that has none. */
  static String words(Throwable fault) {
    Throwable cause = fault.getCause();
    String message = fault.getMessage();
    String own = message == null ? fault.getClass().getSimpleName() : message;
    return cause == null || cause.getMessage() == null || own.contains(cause.getMessage())
        ? own
        : own + ": " + cause.getMessage();
  }
}
