package dev.landfall.web.http;

/**
 * Why a request is not answered; each becomes a page, a JSON object or a line of text in Errors.
 */
abstract sealed class Faults extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Faults(String message) {
    super(message);
  }

  /** The request says something we cannot take; names the part and the accepted form. */
  static final class Bad extends Faults {
    private static final long serialVersionUID = 1L;

    Bad(String what, String accepted) {
      super(what + ". Accepted: " + accepted + ".");
    }
  }

  /** Not from here. */
  static final class Forbidden extends Faults {
    private static final long serialVersionUID = 1L;

    Forbidden(String message) {
      super(message);
    }
  }

  /** There is no such thing. */
  static final class Missing extends Faults {
    private static final long serialVersionUID = 1L;

    Missing(String message) {
      super(message);
    }
  }

  /** What would answer is not there now. */
  static final class Unavailable extends Faults {
    private static final long serialVersionUID = 1L;

    Unavailable(String message) {
      super(message);
    }
  }
}
