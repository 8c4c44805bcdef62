import dev.landfall.reports.Report;
import dev.landfall.reports.ReportPage;
import dev.landfall.reports.Reports;
import dev.landfall.reports.Window;
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
 * <p>Usage: {@code java -cp '<dist>/lib/*' bench/ReportSpeed.java LAKE RUNS [beside|alone] [cold]
 * [REPORT…]}
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
            ask(lake, report, window.getValue());
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
          rows = ask(lake, report, window.getValue());
          micros[i] = (System.nanoTime() - begin) / 1000;
          processor += PROCESS.getProcessCpuTime() - used;
        }
        Arrays.sort(micros);
        System.out.printf(
            "| %s | %s | %.0f | %.0f | %.0f | %,d |%n",
            report.name(),
            window.getKey(),
            micros[runs / 2] / 1e3,
            micros[(int) Math.ceil(runs * 0.95) - 1] / 1e3,
            processor / 1e6 / runs,
            rows);
      }
    }
    lake.close();
  }

  private static long ask(Lake lake, Report report, Window window) {
    Format html = Format.byName("html").orElseThrow();
    ReportPage page = report.run(lake, window, html.rowsShown());
    Renderer.render(page, html);
    return page.rows().size();
  }

  private static Map<String, Window> windows(Instant end) {
    Map<String, Window> windows = new LinkedHashMap<>();
    windows.put("whole lake", Window.all());
    windows.put("90 days", new Window(end.minusSeconds(90 * 86_400L), end));
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
