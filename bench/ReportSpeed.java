import dev.landfall.reports.Report;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
import dev.landfall.reports.alerts.AlertList;
import dev.landfall.reports.lake.Lake;
import dev.landfall.reports.lake.LakeOptions;
import dev.landfall.reports.render.Format;
import dev.landfall.reports.render.Renderer;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long each report takes over a lake, from the question to the rendered page.
 *
 * <p>Warm: the lake is open and each report has been asked once. Cold: the files' pages are put out
 * of the operating system's cache before each question, and a new reader is opened (its start is
 * not counted, its first look at each file is). One line per report and window; processor ms is the
 * mean over all threads, which other work on the machine hardly changes.
 *
 * <p>The web's first page reads the live snapshot and no table, so it is not among them; its page of
 * alerts is. Formats other than a page in HTML: {@code table}, {@code json}, {@code csv}.
 *
 * <p>Usage: {@code java -cp '<dist>/lib/*' bench/ReportSpeed.java LAKE RUNS [beside|alone] [cold]
 * [FORMAT] [REPORT…]}
 */
public final class ReportSpeed {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int runs = Integer.parseInt(args[1]);
    List<String> words = Arrays.asList(args).subList(2, args.length);
    LakeOptions options =
        words.contains("alone") ? LakeOptions.standard() : LakeOptions.besideTheJob();
    boolean cold = words.contains("cold");
    Format format =
        words.stream().flatMap(word -> Format.byName(word).stream()).findFirst().orElse(Format.HTML);
    List<Report> reports =
        Reports.all().stream()
            .filter(
                r ->
                    Reports.all().stream().noneMatch(each -> words.contains(each.name()))
                        || words.contains(r.name()))
            .toList();
    System.out.printf(
        "| report | window | p50 ms | p95 ms | processor ms | rows |%n| --- | --- | --- | --- | --- | --- |%n");
    Lake lake = Lake.open(folder, options);
    Instant end = lake.asOf();
    for (Report report : reports) {
      for (Map.Entry<String, Window> window : windows(end).entrySet()) {
        long[] micros = new long[runs];
        long processor = 0;
        long rows = 0;
        if (!cold) {
          for (int i = 0; i < 2; i++) {
            ask(lake, report, window.getValue(), format);
          }
        }
        for (int i = 0; i < runs; i++) {
          if (cold) {
            lake.close();
            evict(folder);
            lake = Lake.open(folder, options);
          }
          long used = PROCESS.getProcessCpuTime();
          long begin = System.nanoTime();
          rows = ask(lake, report, window.getValue(), format);
          micros[i] = (System.nanoTime() - begin) / 1000;
          processor += PROCESS.getProcessCpuTime() - used;
        }
        print(report.name(), window.getKey(), micros, processor, rows);
      }
    }
    if (!cold && words.stream().noneMatch(word -> Reports.byName(word).isPresent())) {
      alertsPage(lake, runs);
    }
    lake.close();
  }

  private static void alertsPage(Lake lake, int runs) {
    long[] micros = new long[runs];
    long processor = 0;
    AlertList.read(lake);
    for (int i = 0; i < runs; i++) {
      long used = PROCESS.getProcessCpuTime();
      long begin = System.nanoTime();
      AlertList.read(lake);
      micros[i] = (System.nanoTime() - begin) / 1000;
      processor += PROCESS.getProcessCpuTime() - used;
    }
    print("page of alerts", "as it stands", micros, processor, AlertList.read(lake).size());
  }

  private static void print(
      String report, String window, long[] micros, long processor, long rows) {
    int runs = micros.length;
    Arrays.sort(micros);
    System.out.printf(
        "| %s | %s | %.0f | %.0f | %.0f | %,d |%n",
        report,
        window,
        micros[runs / 2] / 1e3,
        micros[(int) Math.ceil(runs * 0.95) - 1] / 1e3,
        processor / 1e6 / runs,
        rows);
  }

  private static long ask(Lake lake, Report report, Window window, Format format) {
    ReportPage page = report.run(lake, window, format.rowsShown());
    Renderer.render(page, format);
    return page.rows().size();
  }

  private static Map<String, Window> windows(Instant end) {
    Map<String, Window> windows = new LinkedHashMap<>();
    windows.put("whole lake", Window.all());
    windows.put("90 days", new Window(end.minusSeconds(90 * 86_400L), end));
    windows.put("30 days", new Window(end.minusSeconds(30 * 86_400L), end));
    windows.put("7 days", new Window(end.minusSeconds(7 * 86_400L), end));
    windows.put("1 day", new Window(end.minusSeconds(86_400L), end));
    windows.put(
        "30 days from 10:17",
        new Window(end.minusSeconds(31 * 86_400L - 37_020), end.minusSeconds(86_400L - 37_020)));
    return windows;
  }

  /** Puts the pages of the lake's files, and of nothing else, out of the cache. */
  private static void evict(Path folder) throws Exception {
    Process find =
        new ProcessBuilder(
                "sh",
                "-c",
                "sync; find \"$1\" -name '*.parquet' -exec dd if={} iflag=nocache count=0 status=none ';'",
                "sh",
                folder.toString())
            .inheritIO()
            .start();
    if (find.waitFor() != 0) {
      throw new IllegalStateException("the cache could not be emptied of " + folder);
    }
  }
}
