package dev.landfall.web.cli;

import dev.landfall.jobs.audittrail.RemoteCluster;
import dev.landfall.jobs.audittrail.RemoteCluster.Job;
import dev.landfall.jobs.audittrail.RemoteCluster.Submitted;
import dev.landfall.jobs.audittrail.Settings;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "job", description = "The job on a Flink cluster: submit, list, savepoint, stop.")
final class JobVerb {

  /** {@code --target}, the same for every job verb. */
  static final class Target {
    @Option(
        names = "--target",
        paramLabel = "URL",
        description = "The cluster's REST address. Default: http://127.0.0.1:8081")
    private String url = "http://127.0.0.1:8081";

    RemoteCluster connect() throws IOException, WrongUsage {
      try {
        return RemoteCluster.at(url);
      } catch (IllegalArgumentException e) {
        throw new WrongUsage("--target: " + e.getMessage());
      }
    }
  }

  @Command(
      name = "submit",
      description = "Hand the topology to a Flink cluster, with settings, policy and jars.",
      footer = {
        "",
        "Examples:",
        "  landfall job submit --target http://127.0.0.1:8081",
        "  landfall job submit --resume",
        "  landfall job submit --from-savepoint s3://bucket/prefix/_checkpoints/savepoints/savepoint-1",
        "",
        "Prints the job's id. The lake, and folders of directory sources, must be reachable under",
        "the same name from every task manager. --resume goes on from the newest complete checkpoint",
        "or savepoint of this lake, and from the beginning if there is none."
      })
  static final class Submit extends ConfiguredVerb {
    @Mixin private final Target target = new Target();

    @Option(names = "--resume", description = "Go on from the newest complete state.")
    private boolean resume;

    @Option(
        names = "--from-savepoint",
        paramLabel = "URI",
        description = "Go on from this checkpoint or savepoint.")
    private @Nullable String from;

    Submit(Io io) {
      super(io);
    }

    @Override
    public Integer call() throws Exception {
      if (resume && from != null) {
        throw new WrongUsage("--resume finds a state and --from-savepoint names one; take either");
      }
      Settings settings = setup().settings();
      String state = resume ? newest(settings) : from;
      try (RemoteCluster cluster = target.connect()) {
        Submitted job = cluster.submit(settings, state);
        io.say(
            String.format(
                Locale.ENGLISH,
                "submitted with parallelism %d and %.1f MB of jars, %s",
                job.parallelism(),
                job.jarBytes() / 1e6,
                job.from() == null ? "from the beginning" : "from " + job.from()));
        io.data(job.id() + "\n");
      }
      return Exit.FINE;
    }
  }

  private static @Nullable String newest(Settings settings) throws IOException {
    try {
      return RemoteCluster.newestState(settings).orElse(null);
    } catch (IOException e) {
      throw new CannotSay(
          "which state to go on from cannot be found out: " + CannotSay.words(e), e);
    }
  }

  @Command(name = "list", description = "Print the cluster's jobs, newest first.")
  static final class ListJobs implements Callable<Integer> {
    private final Io io;
    @Mixin private final Target target = new Target();

    ListJobs(Io io) {
      this.io = io;
    }

    @Override
    public Integer call() throws Exception {
      try (RemoteCluster cluster = target.connect()) {
        for (Job job : cluster.jobs()) {
          io.data(
              "%s  %-10s  %s  %s%n".formatted(job.id(), job.state(), job.startedAt(), job.name()));
        }
      }
      return Exit.FINE;
    }
  }

  /** What saving and stopping have in common. */
  abstract static class Saving extends ConfiguredVerb {
    @Mixin private final Target target = new Target();

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "JOB",
        description = "The job's id. Default: Landfall's only one that runs")
    private @Nullable String job;

    @Option(
        names = "--to",
        paramLabel = "URI",
        description = "Folder of the savepoint. Default: savepoints below the checkpoints")
    private @Nullable String to;

    Saving(Io io) {
      super(io);
    }

    abstract String save(RemoteCluster cluster, Settings settings, String id, String place)
        throws IOException, InterruptedException;

    @Override
    public Integer call() throws Exception {
      Settings settings = setup().settings();
      String place = to == null ? RemoteCluster.savepoints(settings).uri() : to;
      try (RemoteCluster cluster = target.connect()) {
        io.data(
            save(cluster, settings, job == null ? only(cluster) : ours(cluster, job), place)
                + "\n");
      } catch (IllegalArgumentException e) {
        throw new WrongUsage(String.valueOf(e.getMessage()));
      }
      return Exit.FINE;
    }

    private static String only(RemoteCluster cluster)
        throws IOException, InterruptedException, WrongUsage {
      var running =
          cluster.jobs().stream().filter(j -> j.ours() && j.state().equals("RUNNING")).toList();
      if (running.size() != 1) {
        throw new WrongUsage(
            running.size()
                + " jobs of Landfall run there; name one, 'landfall job list' shows them");
      }
      return running.get(0).id();
    }

    /** A cluster may run other people's jobs too. */
    private static String ours(RemoteCluster cluster, String id)
        throws IOException, InterruptedException, WrongUsage {
      for (Job each : cluster.jobs()) {
        if (each.id().equals(id) && !each.ours()) {
          throw new WrongUsage(
              "%s is '%s', not a job of Landfall; 'landfall job list' shows all"
                  .formatted(id, each.name()));
        }
      }
      return id;
    }
  }

  @Command(
      name = "savepoint",
      description = "Save the job's state; it goes on running. Prints the savepoint.")
  static final class Savepoint extends Saving {
    Savepoint(Io io) {
      super(io);
    }

    @Override
    String save(RemoteCluster cluster, Settings settings, String id, String place)
        throws IOException, InterruptedException {
      return cluster.savepoint(id, place);
    }
  }

  @Command(
      name = "stop",
      description = "Save the job's state and stop it. Prints the savepoint.",
      footer = {
        "",
        "To rescale: stop, set cluster: { parallelism: N } in landfall.yaml, submit --resume."
      })
  static final class Stop extends Saving {
    Stop(Io io) {
      super(io);
    }

    @Override
    String save(RemoteCluster cluster, Settings settings, String id, String place)
        throws IOException, InterruptedException {
      return cluster.stop(settings, id, place);
    }
  }
}
