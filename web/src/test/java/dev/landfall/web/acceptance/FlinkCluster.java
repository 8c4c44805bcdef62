package dev.landfall.web.acceptance;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A Flink cluster of processes on loopback: one JobManager, any number of TaskManagers with two
 * slots each.
 *
 * <p>Their class path holds what a Flink installation has and none of the jars that a submitted job
 * brings, so that a jar missing there fails the test.
 */
final class FlinkCluster implements AutoCloseable {
  /** Of the jars a job brings, these are in every Flink installation too. */
  private static final String FLINKS_OWN = "(snakeyaml-engine|snappy-java)-.*";

  private static final Path LIB = Path.of("target", "dist", "lib").toAbsolutePath();

  private final Path folder;
  private final String classPath;
  private final Map<String, String> environment;
  private final int rest;
  private final int rpc;
  private final int blob;
  private final List<Process> taskManagers = new ArrayList<>();
  private Process jobManager;
  private int started;

  /** {@code options}: further keys of Flink; {@code environment}: of the processes. */
  FlinkCluster(Path folder, Map<String, String> options, Map<String, String> environment)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.environment = environment;
    this.classPath = classPath();
    this.rest = freePort();
    this.rpc = freePort();
    this.blob = freePort();
    Files.writeString(folder.resolve("config.yaml"), config(options));
    Files.writeString(
        folder.resolve("logback.xml"),
        """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%d{HH:mm:ss.SSS} %-5level %logger{24}: %msg%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="out"/></root>
        </configuration>
        """);
  }

  String url() {
    return "http://127.0.0.1:" + rest;
  }

  void startJobManager() throws IOException {
    jobManager =
        start("org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint", "256m");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(this::answers);
  }

  Process startTaskManager() throws IOException {
    Process process = start("org.apache.flink.runtime.taskexecutor.TaskManagerRunner", "512m");
    taskManagers.add(process);
    return process;
  }

  /** As a machine that dies: no chance to say goodbye. */
  static void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void killJobManager() throws InterruptedException {
    kill(jobManager);
  }

  String logs() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path log : files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
        String all = Files.readString(log);
        text.append("== ").append(log).append('\n');
        all.lines()
            .filter(line -> line.contains(" to FAILED") || line.startsWith("Caused by"))
            .limit(40)
            .forEach(line -> text.append(line).append('\n'));
        text.append(all.substring(Math.max(0, all.length() - 4_000))).append('\n');
      }
      return text.toString();
    }
  }

  private boolean answers() throws IOException {
    if (!jobManager.isAlive()) {
      throw new AssertionError("the JobManager ended: " + logs());
    }
    try (Socket socket = new Socket("127.0.0.1", rest)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private Process start(String main, String heap) throws IOException {
    int n = ++started;
    Path log =
        folder.resolve("%02d-%s.log".formatted(n, main.substring(main.lastIndexOf('.') + 1)));
    Path temporary = Files.createDirectories(folder.resolve("tmp-" + n));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                "-cp",
                classPath,
                main,
                "--configDir",
                folder.toString(),
                "-D",
                "io.tmp.dirs=" + temporary)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String config(Map<String, String> options) {
    StringBuilder yaml =
        new StringBuilder(
            """
            jobmanager: { rpc: { address: 127.0.0.1, port: %d }, bind-host: 127.0.0.1 }
            rest: { address: 127.0.0.1, bind-address: 127.0.0.1, port: %d, bind-port: "%d" }
            blob: { server: { port: "%d" } }
            heartbeat: { interval: 1000, timeout: 10000 }
            jobmanager.memory.heap.size: 256m
            jobmanager.memory.off-heap.size: 128m
            jobmanager.memory.jvm-metaspace.size: 256m
            jobmanager.memory.jvm-overhead.min: 192m
            jobmanager.memory.jvm-overhead.max: 192m
            taskmanager:
              host: 127.0.0.1
              bind-host: 127.0.0.1
              numberOfTaskSlots: 2
              cpu: { cores: 1.0 }
              registration: { timeout: 5 min }
              memory:
                framework: { heap: { size: 128m }, off-heap: { size: 128m } }
                task: { heap: { size: 256m }, off-heap: { size: 0m } }
                network: { min: 48m, max: 48m }
                managed: { size: 64m }
                jvm-metaspace: { size: 256m }
                jvm-overhead: { min: 192m, max: 192m }
            """
                .formatted(rpc, rest, rest, blob));
    options.forEach((key, value) -> yaml.append(key).append(": \"").append(value).append("\"\n"));
    return yaml.toString();
  }

  private static String classPath() throws IOException {
    Set<String> brought;
    try (var list =
        Objects.requireNonNull(
            FlinkCluster.class.getResourceAsStream("/landfall-job-jars.txt"), "list of job jars")) {
      String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
      brought =
          Stream.of(text.strip().split(","))
              .map(path -> path.substring(path.lastIndexOf('/') + 1))
              .filter(name -> !name.matches(FLINKS_OWN))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    try (Stream<Path> jars = Files.list(LIB)) {
      return jars.filter(jar -> !brought.contains(jar.getFileName().toString()))
          .map(Path::toString)
          .sorted()
          .collect(Collectors.joining(java.io.File.pathSeparator));
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() {
    for (Process process : taskManagers) {
      process.destroyForcibly().onExit().join();
    }
    if (jobManager != null) {
      jobManager.destroyForcibly().onExit().join();
    }
  }
}
