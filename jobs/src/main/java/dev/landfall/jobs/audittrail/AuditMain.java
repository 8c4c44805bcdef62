package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.ConfigProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The entry point of an application cluster: the Kubernetes operator, or Amazon Managed Service for
 * Apache Flink.
 *
 * <p>It sets no checkpoint, backend, restart or parallelism option: there they belong to the
 * cluster, and the managed service refuses them from code. With {@code --config FILE} the settings
 * are read from files; without an argument from the runtime properties of the managed service,
 * group {@code landfall}: see {@link ManagedSettings}.
 */
public final class AuditMain {
  static final String GROUP = "landfall";

  private AuditMain() {}

  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    ClusterJob.define(env, settings(List.of(args), System.getenv(), RuntimeProperties.FILE));
    env.execute(ClusterJob.NAME);
  }

  static Settings settings(List<String> args, Map<String, String> env, Path properties)
      throws IOException, ConfigProblem {
    if (args.isEmpty()) {
      return ManagedSettings.of(RuntimeProperties.group(properties, GROUP), env);
    }
    if (args.size() == 2 && args.get(0).equals("--config")) {
      return SettingsFiles.read(Path.of(args.get(1)), env);
    }
    throw new IllegalArgumentException(
        "wanted: --config FILE, or no argument where there are runtime properties; got " + args);
  }
}
