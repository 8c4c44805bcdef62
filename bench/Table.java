import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The whole table of whole runs; see {@code bench/table}.
 *
 * <p>Per data set and round, one after the other: decompressing alone, DuckDB's parse and join, the
 * replay. So whatever else the machine does falls on all three. A replay whose figures are not the
 * planted ones ends the run.
 */
public final class Table {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> FIGURES =
      List.of("records_read", "calls", "pairing", "verdicts", "duplicates", "addenda", "ignored", "rejected", "late", "breach_calls");

  private record Set(String name, long calls, List<String> options) {}

  private final Path root;
  private final Path data;
  private final int runs;
  private final String heap = System.getenv().getOrDefault("LANDFALL_HEAP", "1g");

  private Table(Path root, Path data, int runs) {
    this.root = root;
    this.data = data;
    this.runs = runs;
  }

  public static void main(String[] args) throws Exception {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 1; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    long calls = Long.parseLong(options.getOrDefault("--calls", "1000000"));
    int runs = Integer.parseInt(options.getOrDefault("--runs", "5"));
    Path data = Path.of(options.getOrDefault("--dir", "/tmp/landfall-bench")).toAbsolutePath();
    List<String> wanted =
        Arrays.asList(options.getOrDefault("--sets", "2.5KB,2.5KB-noise,20KB,20KB-noise").split(","));
    Table table = new Table(Path.of(args[0]), data, runs);
    if (options.containsKey("--memory")) {
      table.memory(Long.parseLong(options.get("--memory")));
      return;
    }
    System.out.println(
        "| data | what | median s | spread s | records/s | MB/s | speed ÷ DuckDB | speed ÷ decompress only |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    // with noise fewer calls: nine of ten records are not Bedrock's
    for (Set set :
        List.of(
            new Set("2.5KB", calls, List.of("--body-bytes", "2500")),
            new Set("2.5KB-noise", calls / 5, List.of("--body-bytes", "2500", "--noise", "0.9")),
            new Set("20KB", calls, List.of("--body-bytes", "20000")),
            new Set("20KB-noise", calls / 10, List.of("--body-bytes", "20000", "--noise", "0.9")))) {
      if (wanted.contains(set.name())) {
        table.measure(set);
      }
    }
  }

  private Path generated(Set set) throws Exception {
    Path dir = data.resolve(set.name() + "-" + set.calls());
    if (!Files.exists(dir.resolve("truth.json"))) {
      List<String> generate =
          new ArrayList<>(
              List.of("generate", "--out", dir.toString(), "--calls", "" + set.calls(), "--clean"));
      generate.addAll(set.options());
      System.err.println("generating " + set.name() + ", " + set.calls() + " calls");
      landfall(generate);
    }
    return dir;
  }

  /** One replay of many calls: what it holds in memory, and that its figures are the planted ones. */
  private void memory(long calls) throws Exception {
    Path dir = generated(new Set("2.5KB", calls, List.of("--body-bytes", "2500")));
    Path gc = Files.createTempFile("landfall-gc", ".log");
    Path out = Files.createTempFile("landfall-replay", ".json");
    ProcessBuilder builder =
        new ProcessBuilder(
                root.resolve("landfall").toString(), "replay", "--json",
                "--config", dir.resolve("landfall.yaml").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(out.toFile());
    builder.environment().put("LANDFALL_HEAP", heap);
    builder.environment().merge("LANDFALL_JAVA_OPTS", "-Xlog:gc:file=" + gc, (a, b) -> a + " " + b);
    Process process = builder.start();
    long resident = 0;
    while (!process.waitFor(500, TimeUnit.MILLISECONDS)) {
      resident = Math.max(resident, resident(process.pid()));
    }
    JsonNode said = JSON.readTree(out.toFile());
    same(said, JSON.readTree(dir.resolve("truth.json").toFile()), calls + " calls");
    List<String> pauses = Files.readAllLines(gc).stream().filter(l -> l.contains("Pause")).toList();
    System.out.printf(
        Locale.ROOT,
        "%,d calls, %,d records, %,.1f GB decompressed, heap %s: %.1f s, %,.0f records/s; every figure as planted%n"
            + "heap after collections at most %d MB, %d collections, %d of them full; resident at most %d MB%n",
        said.path("calls").asLong(), said.path("records_read").asLong(), said.path("bytes_read").asDouble() / 1e9,
        heap, said.path("seconds").asDouble(),
        said.path("records_read").asDouble() / said.path("seconds").asDouble(),
        pauses.stream().mapToLong(Table::heapAfter).max().orElse(0), pauses.size(),
        pauses.stream().filter(l -> l.contains("Pause Full")).count(), resident >> 10);
    Files.delete(gc);
    Files.delete(out);
  }

  /** Of {@code … 512M->87M(982M) …}: 87. */
  private static long heapAfter(String pause) {
    int from = pause.indexOf("->") + 2;
    return Long.parseLong(pause.substring(from, pause.indexOf('M', from)));
  }

  /** KiB; 0 where the system does not tell. */
  private static long resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", "" + pid, "status")).stream()
          .filter(l -> l.startsWith("VmHWM:"))
          .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // it has just ended
    }
  }

  private void measure(Set set) throws Exception {
    Path dir = generated(set);
    List<Double> plain = new ArrayList<>();
    List<Double> duck = new ArrayList<>();
    List<Double> replay = new ArrayList<>();
    List<Double> startUp = new ArrayList<>();
    JsonNode said = JSON.createObjectNode();
    String logs = dir.resolve("logs").toString();
    for (int i = 1; i <= runs; i++) {
      System.err.println(set.name() + ": round " + i + " of " + runs);
      plain.add(json(java("256m", tool("DecompressOnly"), logs, "2")).path("seconds").asDouble());
      duck.add(json(java("256m", tool("DuckDbJoin"), logs, "2")).path("seconds").asDouble());
      said = json(landfall(List.of("replay", "--json", "--config", dir.resolve("landfall.yaml").toString())));
      same(said, JSON.readTree(dir.resolve("truth.json").toFile()), set.name());
      replay.add(said.path("seconds").asDouble());
      startUp.add(said.path("startup_seconds").asDouble());
    }
    double records = said.path("records_read").asDouble();
    double megabytes = said.path("bytes_read").asDouble() / 1e6;
    line(set, "decompress only, two threads", plain, records, megabytes, duck, plain);
    line(set, "DuckDB parse and join", duck, records, megabytes, duck, plain);
    line(set, "landfall replay", replay, records, megabytes, duck, plain);
    System.out.printf(
        Locale.ROOT,
        "%n%s: %,.0f records, %,d calls, %,.0f MB decompressed; every figure as planted; start-up of the replay, apart: %.2f s%n%n",
        set.name(), records, said.path("calls").asLong(), megabytes, median(startUp));
  }

  private static void line(
      Set set, String what, List<Double> seconds, double records, double megabytes,
      List<Double> duck, List<Double> plain) {
    double m = median(seconds);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %.2f–%.2f | %,.0f | %,.0f | %s | %s |%n",
        set.name(), what, m, least(seconds), most(seconds), records / m, megabytes / m,
        ratio(duck, seconds), ratio(plain, seconds));
  }

  /** The ratio of the medians, and the least and most that any round gave. */
  private static String ratio(List<Double> of, List<Double> seconds) {
    List<Double> rounds = new ArrayList<>();
    for (int i = 0; i < seconds.size(); i++) {
      rounds.add(of.get(i) / seconds.get(i));
    }
    return of == seconds
        ? "1"
        : String.format(
            Locale.ROOT, "%.2f (%.2f–%.2f)", median(of) / median(seconds), least(rounds), most(rounds));
  }

  private static void same(JsonNode said, JsonNode truth, String set) {
    for (String figure : FIGURES) {
      if (!said.path(figure).equals(truth.path(figure))) {
        throw new IllegalStateException(
            "%s: %s is %s, planted was %s".formatted(set, figure, said.path(figure), truth.path(figure)));
      }
    }
  }

  private String tool(String name) {
    return root.resolve("bench/" + name + ".java").toString();
  }

  private String landfall(List<String> words) throws Exception {
    List<String> command = new ArrayList<>(List.of(root.resolve("landfall").toString()));
    command.addAll(words);
    return output(command);
  }

  private String java(String heapSize, String... words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("java", "-Xmx" + heapSize, "-cp", root + "/web/target/dist/lib/*"));
    command.addAll(List.of(words));
    return output(command);
  }

  /** By the launcher, as everybody starts it: its options for the virtual machine are part of what is measured. */
  private String output(List<String> command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LANDFALL_HEAP", heap);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), "UTF-8");
    if (process.waitFor() > 2) {
      throw new IllegalStateException("exit " + process.exitValue() + " of " + command);
    }
    return out;
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip((values.size() - 1) / 2).findFirst().orElseThrow();
  }

  private static double least(List<Double> values) {
    return values.stream().mapToDouble(v -> v).min().orElseThrow();
  }

  private static double most(List<Double> values) {
    return values.stream().mapToDouble(v -> v).max().orElseThrow();
  }
}
