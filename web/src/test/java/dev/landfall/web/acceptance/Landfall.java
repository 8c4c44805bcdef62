package dev.landfall.web.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built distribution as a process of its own, as the launcher starts it. */
final class Landfall {
  private static final Path LIB = Path.of("target", "dist", "lib").toAbsolutePath();

  private Landfall() {}

  /** What a verb that ended left behind. */
  record Ended(int exit, String out, String err) {}

  /** Runs a verb to its end; fails after five minutes. */
  static Ended run(Path folder, String heap, String... words) throws Exception {
    return run(folder, heap, Map.of(), words);
  }

  /** The same with more in the environment. */
  static Ended run(Path folder, String heap, Map<String, String> environment, String... words)
      throws Exception {
    return ended(folder, environment, java(LIB, heap, words));
  }

  /** Runs a verb through the launcher of an installed distribution, with the options it gives. */
  static Ended launched(Path folder, String heap, String... words) throws Exception {
    Path installed = Files.createDirectories(folder.resolve("installed"));
    Path launcher = installed.resolve("landfall");
    if (!Files.exists(launcher)) {
      Files.copy(Path.of("..", "landfall"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
      Files.createSymbolicLink(installed.resolve("lib"), LIB);
    }
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(words));
    Map<String, String> environment =
        Map.of("LANDFALL_HEAP", heap, "JAVA_HOME", System.getProperty("java.home"));
    return ended(folder, environment, command);
  }

  /**
   * Runs a verb as a user whom file permissions bind. Root is bound by none, so as root the
   * distribution is copied beside the folder and run as nobody.
   */
  static Ended runUnprivileged(Path folder, String heap, String... words) throws Exception {
    if (!"root".equals(System.getProperty("user.name"))) {
      return run(folder, heap, words);
    }
    Path lib = Files.createDirectories(folder.resolve("dist-copy"));
    try (var jars = Files.list(LIB)) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, lib.resolve(jar.getFileName()));
      }
    }
    await(new ProcessBuilder("chmod", "-R", "a+rX,u+w", folder.toString()).start());
    await(new ProcessBuilder("chmod", "a+rwx", folder.toString()).start());
    await(new ProcessBuilder("chmod", "000", closedBelow(folder)).start());
    List<String> command =
        new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    command.addAll(java(lib, heap, words));
    return ended(folder, Map.of(), command);
  }

  private static String closedBelow(Path folder) {
    return folder.resolve("logs").toString()
        + "/AWSLogs/111122223333/BedrockModelInvocationLogs/ap-southeast-6/2026/11/02/08";
  }

  private static void await(Process process) throws InterruptedException {
    if (process.waitFor() != 0) {
      throw new AssertionError("exit " + process.exitValue() + " of " + process.info());
    }
  }

  private static Ended ended(Path folder, Map<String, String> environment, List<String> command)
      throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process = started(folder, out, err, environment, command);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("no end after 5 minutes: " + String.join(" ", command));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Starts a verb and leaves it running, with its output in {@code folder}. */
  static Process start(Path folder, String heap, Path out, Path err, String... words)
      throws IOException {
    return start(folder, heap, out, err, Map.of(), words);
  }

  /** The same with more in the environment. */
  static Process start(
      Path folder,
      String heap,
      Path out,
      Path err,
      Map<String, String> environment,
      String... words)
      throws IOException {
    if (!Files.isDirectory(LIB)) {
      throw new AssertionError("no distribution in " + LIB + "; the package phase makes it");
    }
    return started(folder, out, err, environment, java(LIB, heap, words));
  }

  /** The words that start a verb. */
  static List<String> command(String heap, String... words) {
    return java(LIB, heap, words);
  }

  private static List<String> java(Path lib, String heap, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-cp");
    command.add(lib + "/*");
    command.add("dev.landfall.web.cli.Main");
    command.addAll(List.of(words));
    return command;
  }

  private static Process started(
      Path folder, Path out, Path err, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    process.environment().putAll(environment);
    return process.start();
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
