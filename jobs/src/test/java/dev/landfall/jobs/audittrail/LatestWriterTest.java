package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.ingest.config.LandfallConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestWriterTest {
  private static final String OF_UP = "_savepoints/savepoint-1";
  private static final String KILLED_UP = "_checkpoints/" + Checkpoints.JOB_ID + "/chk-7";
  private static final String OF_CLUSTER = "_checkpoints/aaaa/chk-2";

  @TempDir Path folder;
  private Settings settings;

  @BeforeEach
  void read() throws Exception {
    Path file = folder.resolve("landfall.yaml");
    Files.writeString(file, "lake: ./lake\nsources: [{ type: directory, path: logs }]\n");
    settings =
        Settings.of(LandfallConfig.read(file, Map.of()), PolicyHistory.open(), Catalogue.shipped());
  }

  private void state(String name, long atMillis) throws Exception {
    Path state = Files.createDirectories(folder.resolve("lake").resolve(name));
    Path metadata = Files.writeString(state.resolve("_metadata"), "x");
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(atMillis));
  }

  @Test
  void up_is_refused_when_a_job_of_a_cluster_saved_since() throws Exception {
    state(OF_UP, 1_000);
    state(OF_CLUSTER, 2_000);

    assertThatThrownBy(() -> EmbeddedStates.choose(settings))
        .hasMessageContaining(OF_UP)
        .hasMessageContaining(OF_CLUSTER)
        .hasMessageContaining("job submit --resume");
    assertThat(RemoteCluster.newestState(settings))
        .hasValueSatisfying(uri -> assertThat(uri).endsWith(OF_CLUSTER));
    assertThat(folder.resolve("lake").resolve(OF_UP)).exists();
  }

  @Test
  void a_job_of_a_cluster_is_refused_when_up_saved_since() throws Exception {
    state(OF_CLUSTER, 1_000);
    state(OF_UP, 2_000);

    assertThatThrownBy(() -> RemoteCluster.newestState(settings))
        .hasMessageContaining(OF_UP)
        .hasMessageContaining(OF_CLUSTER)
        .hasMessageContaining("landfall up");
    LatestWriter.require(settings, LatestWriter.UP);
  }

  @Test
  void a_checkpoint_of_a_killed_up_is_not_a_clusters() throws Exception {
    state(KILLED_UP, 2_000);
    LatestWriter.require(settings, LatestWriter.UP);
    assertThatThrownBy(() -> LatestWriter.require(settings, LatestWriter.CLUSTER))
        .hasMessageContaining("the beginning");
  }
}
