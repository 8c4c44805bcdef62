package dev.landfall.web.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What a verb sees of the world: data goes to {@code out}, words and progress to {@code err}.
 *
 * @param terminal whether {@code err} is watched by a person
 * @param here the folder that relative paths on the command line start from
 */
record Io(
    PrintStream out,
    PrintStream err,
    Map<String, String> env,
    Clock clock,
    boolean terminal,
    Path here) {

  static Io ofProcess() {
    return new Io(
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8),
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8),
        System.getenv(),
        Clock.systemUTC(),
        "1".equals(System.getenv("LANDFALL_TERMINAL")),
        Path.of(""));
  }

  /** Data, without a line end of its own. */
  void data(String text) {
    out.print(text);
    out.flush();
  }

  void say(String words) {
    err.println(words);
  }

  boolean debug() {
    return "1".equals(env.get("LANDFALL_DEBUG"));
  }
}
