package dev.landfall.core.lake;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one file that says which data files make up the lake.
 *
 * <p>Shape: JSON at {@code _manifests/v<version, 12 digits>.json}, created exclusively, never
 * changed; the highest version is the lake. A reader that holds one manifest sees every table at
 * the same checkpoint. Paths are relative to the lake. Source: our own; DESIGN of the lake.
 *
 * @param version counts manifests from 1, over all epochs
 * @param epoch counts starts and restores of a job; a writer of an older epoch is fenced off
 * @param checkpoint the checkpoint published; for a replay or a compaction that of its base
 * @param generation counts rebuilds by replay
 * @param writer what published it: up, replay or compact
 * @param asOf settled time of the lake, epoch milliseconds; null: nothing has settled
 * @param tables table id to its files, keys sorted
 * @param retired files no longer read but kept for restores, with the time they may be deleted
 * @param keptFrom first UTC day of calls that is kept, {@code YYYY-MM-DD}; null: no day has left by
 *     retention
 */
public record Manifest(
    long version,
    long epoch,
    long checkpoint,
    long generation,
    String writer,
    @Nullable Long asOf,
    Map<String, List<DataFile>> tables,
    List<Retired> retired,
    @Nullable String keptFrom) {

  public Manifest {
    tables = new TreeMap<>(tables);
    retired = List.copyOf(retired);
  }

  /** Of a lake that no day has left. */
  public Manifest(
      long version,
      long epoch,
      long checkpoint,
      long generation,
      String writer,
      @Nullable Long asOf,
      Map<String, List<DataFile>> tables,
      List<Retired> retired) {
    this(version, epoch, checkpoint, generation, writer, asOf, tables, retired, null);
  }

  /** Which days are kept; empty: no day has left by retention. */
  public Optional<KeptSpan> kept() {
    return Optional.ofNullable(keptFrom).map(LocalDate::parse).map(KeptSpan::new);
  }

  /**
   * One immutable Parquet file.
   *
   * @param path relative to the lake, {@code calls/dt=2026-11-01/<name>.parquet}
   * @param dt UTC day, {@code YYYY-MM-DD}
   * @param sealed true when compaction left one row per key in this file's day: no de-duplication
   *     is needed while no unsealed file of the day ± 1 stands beside it
   */
  public record DataFile(String path, String dt, long rows, long bytes, boolean sealed) {}

  /** A replaced file and the epoch milliseconds after which it may be deleted. */
  public record Retired(String path, long deleteAfter) {}

  public static Manifest empty() {
    return new Manifest(0, 0, 0, 0, "none", null, Map.of(), List.of());
  }

  public List<DataFile> files(LakeTable table) {
    return tables.getOrDefault(table.id(), List.of());
  }

  /** File name of the manifest with this version, below {@code _manifests/}. */
  public static String fileName(long version) {
    return String.format(Locale.ROOT, "v%012d.json", version);
  }
}
