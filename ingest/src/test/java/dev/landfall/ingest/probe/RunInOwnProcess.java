package dev.landfall.ingest.probe;

import dev.landfall.core.catalogue.Catalogue;
import java.nio.file.Path;
import java.util.Map;

/** A run as a process of its own: lake and plan in, exit code 0 when the run ended. */
final class RunInOwnProcess {
  private RunInOwnProcess() {}

  public static void main(String[] args) throws Exception {
    ProbePlan plan = ProbePlanFile.read(Path.of(args[1]), Map.of(), Catalogue.shipped());
    RunSummary summary = Probes.run(Path.of(args[0]), plan);
    System.out.println(summary.measured() + " " + summary.why());
    System.exit(0);
  }

  static Process start(Path lake, Path plan, Path out) throws java.io.IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RunInOwnProcess.class.getName(),
                lake.toString(),
                plan.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("AWS_ACCESS_KEY_ID", "AKIAEXAMPLEEXAMPLE00");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "secret");
    return builder.start();
  }
}
