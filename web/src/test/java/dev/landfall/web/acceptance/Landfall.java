package dev.landfall.web.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The built distribution as a process of its own, as the launcher starts it. */
final class Landfall {
  private static final Path LIB = Path.of("target", "dist", "lib").toAbsolutePath();

  private Landfall() {}

  /** What a verb that ended left behind. */
  record Ended(int exit, String out, String err) {}

  /** Runs a verb to its end; fails after five minutes. */
  static Ended run(Path folder, String heap, String... words) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process = start(folder, heap, out, err, words);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("no end after 5 minutes: " + String.join(" ", words));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Starts a verb and leaves it running, with its output in {@code folder}. */
  static Process start(Path folder, String heap, Path out, Path err, String... words)
      throws IOException {
    if (!Files.isDirectory(LIB)) {
      throw new AssertionError("no distribution in " + LIB + "; the package phase makes it");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-cp");
    command.add(LIB + "/*");
    command.add("dev.landfall.web.cli.Main");
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  /** Fails if any file below the folder, or the text, holds the bytes of a canary. */
  static void assertNowhere(List<String> canaries, Path folder, String... texts)
      throws IOException {
    List<String> held = new ArrayList<>();
    try (var walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        canaries.stream().filter(bytes::contains).forEach(c -> held.add(c + " in " + file));
      }
    }
    for (String text : texts) {
      canaries.stream().filter(text::contains).forEach(c -> held.add(c + " in output"));
    }
    if (!held.isEmpty()) {
      throw new AssertionError("canaries were kept: " + held);
    }
  }
}
