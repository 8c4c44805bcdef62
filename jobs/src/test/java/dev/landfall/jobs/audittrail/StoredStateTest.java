package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.ingest.config.JobConfig;
import dev.landfall.ingest.config.JobConfig.StateBackend;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.jobs.lake.LakeStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A savepoint and a lake of an earlier build, stored beside the tests: this build goes on from them
 * and ends where a replay of the same logs ends.
 *
 * <p>Shape of {@code stored-state-<n>.zip}: {@code lake}, with its savepoint, made from {@code
 * first}; {@code second}, the logs that had not come yet; policy and configuration. A stored state
 * is never made anew: when a stored form changes, {@code -Dlandfall.write.state=<n>} adds another
 * and this test reads them all.
 */
class StoredStateTest {
  private static final List<Integer> STORED = List.of(1, 2);

  /** The last one whose calls are in the first form: their hashes are by another rule. */
  private static final int FORM_1 = 1;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long CALLS = 24;

  /** The source's id holds its path, so the path is the same wherever the build runs. */
  private static final Path LOGS = Path.of("target/stored-logs");

  @TempDir Path home;

  @AfterEach
  void leave() throws IOException {
    WorkFolders.delete(LOGS);
  }

  @Test
  void this_build_goes_on_from_every_stored_state() throws Exception {
    if (Integer.getInteger("landfall.write.state") != null) {
      store(Integer.getInteger("landfall.write.state"));
    }
    for (int n : STORED) {
      Path folder = Files.createDirectories(home.resolve("stored-" + n));
      unzip("stored-state-" + n + ".zip", folder);
      goesOn(folder, n > FORM_1);
    }
  }

  private void goesOn(Path folder, boolean hashesAlike) throws Exception {
    Path lake = folder.resolve("lake");
    int before = Lakes.content(lake).get("calls").size();
    assertThat(before).isPositive().isLessThan((int) CALLS);
    RestorePoint point = Checkpoints.choose(lake, StateBackend.HASHMAP).orElseThrow();
    assertThat(point.savepoint()).isTrue();

    Path replayed = folder.resolve("replayed");
    merge(folder.resolve("first"), folder.resolve("all"));
    merge(folder.resolve("second"), folder.resolve("all"));
    Replay.run(settings(folder, replayed, folder.resolve("all")), Progress.NONE);

    // what was read before is not there any more: only the state knows of it
    merge(folder.resolve("second"), LOGS);
    try (EmbeddedService service = EmbeddedService.start(settings(folder, lake, LOGS))) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(300))
          .untilAsserted(
              () -> {
                for (LakeTable table :
                    List.of(LakeTable.CALLS, LakeTable.FINDINGS, LakeTable.QUOTA_MINUTES)) {
                  assertThat(known(lake, table, hashesAlike))
                      .as(table.id())
                      .isEqualTo(known(replayed, table, hashesAlike));
                }
              });
      assertThat(service.status().failures()).isZero();
      assertThat(stated(lake)).isEqualTo(stated(replayed));
      assertThat(Lakes.content(lake).get("objects"))
          .hasSameSizeAs(Lakes.content(replayed).get("objects"));
    }
    assertThat(new LakeStore(lake).latest().checkpoint()).isGreaterThan(point.checkpoint());
    WorkFolders.delete(LOGS);
  }

  /** Columns that the oldest stored lake has; newer ones are null in its rows. */
  private static final Map<LakeTable, Integer> OLDEST_COLUMNS =
      Map.of(LakeTable.CALLS, 54, LakeTable.FINDINGS, 15, LakeTable.QUOTA_MINUTES, 16);

  /** Content without the columns that are newer than the oldest stored lake: null in its rows. */
  private static Map<String, String> known(Path lake, LakeTable table, boolean hashes)
      throws IOException {
    Map<String, String> rows = new TreeMap<>();
    Lakes.content(lake)
        .get(table.id())
        .forEach(
            (key, row) -> {
              String shown = row;
              for (Column column :
                  table.columns().subList(OLDEST_COLUMNS.get(table), table.columns().size())) {
                shown = without(shown, column.name());
              }
              shown = hashes ? shown : without(shown, "content_hash");
              rows.put(key, shown);
            });
    return rows;
  }

  private static String without(String shown, String column) {
    return shown.replaceAll("(^| )" + column + "=.*?(?= [a-z_]+=|$)", "");
  }

  /** What the evidence says of each call, without where it was met. */
  private static Map<CallKey, List<Object>> stated(Path lake) throws IOException {
    Map<CallKey, List<Object>> stated = new TreeMap<>();
    for (Call call : Lakes.calls(lake)) {
      List<Object> said = new ArrayList<>();
      for (WitnessKind kind : WitnessKind.values()) {
        Slot slot = call.slot(kind);
        said.add(slot == null ? "" : Arrays.asList(slot.best(), slot.regions(), slot.addenda()));
      }
      stated.put(call.key(), said);
    }
    return stated;
  }

  private void store(int n) throws Exception {
    Path folder = home.resolve("store");
    Scene.generated(folder, CALLS);
    Path second = folder.resolve("second");
    Path first = folder.resolve("first");
    try (Stream<Path> all = Files.walk(folder.resolve("logs"))) {
      int i = 0;
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        Path part = i++ % 2 == 0 ? first : second;
        Path target = part.resolve(folder.resolve("logs").relativize(file));
        Files.createDirectories(target.getParent());
        Files.move(file, target);
      }
    }
    WorkFolders.delete(folder.resolve("logs"));
    merge(first, LOGS);
    Path lake = folder.resolve("lake");
    try (EmbeddedService service = EmbeddedService.start(settings(folder, lake, LOGS))) {
      await()
          .atMost(PATIENCE)
          .until(() -> new LakeStore(lake).latest().asOf() != null && hasRows(lake));
    }
    WorkFolders.delete(LOGS);
    WorkFolders.delete(lake.resolve("_live"));
    Files.delete(folder.resolve("truth.json"));
    zip(folder, Path.of("src/test/resources/stored-state-" + n + ".zip"));
    WorkFolders.delete(folder);
  }

  private static boolean hasRows(Path lake) throws IOException {
    Map<String, Integer> sizes = Lakes.sizes(lake);
    return sizes.get("calls") > 0 && sizes.get("findings") > 0 && sizes.get("quota_minutes") > 0;
  }

  /** The logs are of one day long ago when the test runs: everything is remembered. */
  private static Settings settings(Path folder, Path lake, Path logs) throws Exception {
    Settings s =
        Scene.in(folder)
            .into(
                lake,
                StateBackend.HASHMAP,
                List.of(new SourceConfig.Directory(logs)),
                JobConfig.standard().silentAfter(),
                Map.of());
    LandfallConfig c = s.config();
    LandfallConfig remembering =
        new LandfallConfig(
            c.file(),
            c.lake(),
            c.policy(),
            c.settle(),
            Duration.ofDays(36_600),
            c.expect(),
            c.sources(),
            c.web(),
            c.retention(),
            c.sinks(),
            c.routes(),
            c.alerts(),
            c.limits(),
            c.job(),
            c.cluster(),
            c.catalogue(),
            c.probe(),
            c.canary(),
            c.heartbeat());
    return new Settings(remembering, s.policy(), s.catalogue(), s.silentAfter(), s.clock());
  }

  private static void merge(Path from, Path into) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = into.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private static void zip(Path folder, Path into) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(into));
        Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  private static void unzip(String name, Path folder) throws IOException {
    try (InputStream in = StoredStateTest.class.getResourceAsStream("/" + name)) {
      assertThat(in).as(name).isNotNull();
      ZipInputStream zip = new ZipInputStream(in);
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = folder.resolve(entry.getName());
        Files.createDirectories(target.getParent());
        Files.copy(zip, target);
      }
    }
  }
}
