package dev.landfall.web.cli;

/** The process: arguments in, exit code out. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new Cli(Io.ofProcess()).run(args));
  }
}
