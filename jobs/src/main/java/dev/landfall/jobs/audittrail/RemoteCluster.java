package dev.landfall.jobs.audittrail;

import dev.landfall.ingest.config.LakePlace;
import dev.landfall.jobs.lake.LakeStore;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster at its REST address: submits the job, lists, saves and stops jobs.
 *
 * <p>Errors: {@link ClusterProblem} with the address and the innermost reason. Threads: one owner.
 */
public final class RemoteCluster implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration SAVEPOINT = Duration.ofMinutes(10);
  private static final Duration PUBLISHING = Duration.ofSeconds(3);
  private static final Duration SLOTS = Duration.ofSeconds(60);
  private static final String SAVEPOINTS = "savepoints";

  private final String target;
  private final RestClusterClient<String> client;

  private RemoteCluster(String target, RestClusterClient<String> client) {
    this.target = target;
    this.client = client;
  }

  /** A job the cluster knows. */
  public record Job(String id, String name, String state, Instant startedAt) {
    /** A cluster may run jobs of others too. */
    public boolean ours() {
      return name.equals(ClusterJob.NAME);
    }
  }

  /**
   * What was submitted.
   *
   * @param from the state it goes on from; null: from the beginning
   */
  public record Submitted(String id, int parallelism, @Nullable String from, long jarBytes) {}

  /**
   * Connects to an address such as {@code http://127.0.0.1:8081}.
   *
   * @throws IllegalArgumentException the address is not one
   */
  public static RemoteCluster at(String target) throws IOException {
    Configuration conf = new Configuration();
    URI address = address(target);
    boolean tls = address.getScheme().equals("https");
    conf.set(RestOptions.ADDRESS, address.getHost());
    conf.set(RestOptions.PORT, address.getPort() > 0 ? address.getPort() : tls ? 443 : 80);
    conf.set(SecurityOptions.SSL_REST_ENABLED, tls);
    conf.set(RestOptions.RETRY_MAX_ATTEMPTS, 3);
    conf.set(RestOptions.RETRY_DELAY, Duration.ofSeconds(1));
    try {
      return new RemoteCluster(target, new RestClusterClient<>(conf, target));
    } catch (Exception e) {
      throw new IOException("cannot make a client for the cluster " + target, e);
    }
  }

  private static URI address(String target) {
    try {
      URI address = URI.create(target);
      String scheme = address.getScheme();
      if (address.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // said below, with the form that is wanted
    }
    throw new IllegalArgumentException(
        "'" + target + "' is not the address of a cluster, like http://127.0.0.1:8081");
  }

  /**
   * The newest complete checkpoint or savepoint of this lake's cluster jobs; a URI.
   *
   * @throws IOException they cannot be listed, or {@code up} has written the lake since
   */
  public static Optional<String> newestState(Settings settings) throws IOException {
    LatestWriter.require(settings, LatestWriter.CLUSTER);
    return SavedStates.below(settings.savedStates()).newest();
  }

  /** Where savepoints of this lake are kept. */
  public static LakePlace savepoints(Settings settings) {
    return settings.savedStates().below(SAVEPOINTS);
  }

  /**
   * Hands the job to the cluster, with the jars the cluster does not have.
   *
   * @param from a checkpoint or savepoint to go on from, a URI; null: from the beginning
   */
  public Submitted submit(Settings settings, @Nullable String from)
      throws IOException, InterruptedException {
    int wanted = settings.config().cluster().parallelism();
    int parallelism = wanted > 0 ? wanted : slots();
    JobGraph graph = ClusterJob.graph(settings, parallelism);
    if (from != null) {
      graph.setSavepointRestoreSettings(restore(from));
    }
    List<URL> jars = JobJars.inDistribution();
    graph.addJars(jars);
    JobID job = get(client.submitJob(graph), ANSWER, "submit the job");
    return new Submitted(job.toHexString(), parallelism, from, bytes(jars));
  }

  private static SavepointRestoreSettings restore(String from) {
    // A checkpoint is taken over and removed once there are newer ones; a savepoint is its maker's.
    // State of a source that the configuration names no more is left behind.
    boolean checkpoint = from.substring(from.lastIndexOf('/') + 1).startsWith("chk-");
    return SavepointRestoreSettings.forPath(
        from, true, checkpoint ? RecoveryClaimMode.CLAIM : RecoveryClaimMode.NO_CLAIM);
  }

  /** All slots the cluster has, once it has any. */
  private int slots() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SLOTS.toNanos();
    while (true) {
      int slots = get(client.getClusterOverview(), ANSWER, "ask for slots").getNumSlotsTotal();
      if (slots > 0) {
        return Math.min(slots, ClusterJob.MAX_PARALLELISM);
      }
      if (System.nanoTime() > deadline) {
        throw new ClusterProblem(
            target + " has no slot: start task managers, or say cluster: { parallelism: N }");
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static long bytes(List<URL> jars) throws IOException {
    long bytes = 0;
    for (URL jar : jars) {
      bytes += java.nio.file.Files.size(java.nio.file.Path.of(URI.create(jar.toString())));
    }
    return bytes;
  }

  /** Every job the cluster knows, newest first. */
  public List<Job> jobs() throws IOException, InterruptedException {
    return get(client.listJobs(), ANSWER, "list jobs").stream()
        .map(
            job ->
                new Job(
                    job.getJobId().toHexString(),
                    job.getJobName(),
                    job.getJobState().name(),
                    Instant.ofEpochMilli(job.getStartTime())))
        .sorted(Comparator.comparing(Job::startedAt).reversed())
        .toList();
  }

  /** Saves the job's state below a place; the savepoint's URI. */
  public String savepoint(String job, String place) throws IOException, InterruptedException {
    return get(
        client.triggerSavepoint(id(job), place, SavepointFormatType.CANONICAL),
        SAVEPOINT,
        "save " + job);
  }

  /**
   * Saves the job's state, lets it publish, and ends it. The savepoint's URI.
   *
   * <p>Not Flink's own stop: that fails the job when a source is told of something while it ends,
   * and ours are told twice a second. What is read between the savepoint and the end is read again,
   * for the lake returns to the savepoint with the job.
   */
  public String stop(Settings settings, String job, String place)
      throws IOException, InterruptedException {
    LakeStore lake = new LakeStore(settings.lake());
    long before = lake.latest().checkpoint();
    String savepoint = savepoint(job, place);
    long deadline = System.nanoTime() + PUBLISHING.toNanos();
    while (lake.latest().checkpoint() == before && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(100); // nothing comes if there was nothing new
    }
    get(client.cancel(id(job)), ANSWER, "end " + job);
    while (!get(client.getJobStatus(id(job)), ANSWER, "tell of " + job).isGloballyTerminalState()) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return savepoint;
  }

  private static JobID id(String job) {
    if (!job.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException(
          "'" + job + "' is not the id of a job; 'landfall job list' shows them");
    }
    return JobID.fromHexString(job);
  }

  private <T> T get(CompletableFuture<T> answer, Duration patience, String what)
      throws IOException, InterruptedException {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new ClusterProblem(
          "the cluster %s could not %s: %s".formatted(target, what, innermost(e)), e);
    } catch (TimeoutException e) {
      throw new ClusterProblem(
          "the cluster %s did not %s within %d s".formatted(target, what, patience.toSeconds()), e);
    }
  }

  private static String innermost(Throwable fault) {
    Throwable at = fault;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    String message = String.valueOf(at.getMessage()).strip();
    return message.lines().findFirst().orElse(at.getClass().getSimpleName());
  }

  @Override
  public void close() {
    client.close();
  }
}
