package dev.landfall.web.cli;

/** What was asked cannot be done as asked; the message says what would be right. Exit 64. */
final class WrongUsage extends Exception {
  private static final long serialVersionUID = 1L;

  WrongUsage(String message) {
    super(message);
  }
}
