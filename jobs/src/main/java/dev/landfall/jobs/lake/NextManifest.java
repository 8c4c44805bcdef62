package dev.landfall.jobs.lake;

import dev.landfall.core.lake.KeptSpan;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.lake.Manifest.DataFile;
import dev.landfall.core.lake.Manifest.Retired;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The manifest that follows another; keeps the books on files that drop out.
 *
 * <p>Shape: a file that the base names and the next one does not is retired, with the time until
 * which a restore may want it back. One that comes back is retired no more. Use once, then {@link
 * #build}.
 */
final class NextManifest {
  private final Manifest base;
  private final Map<String, Map<String, DataFile>> tables = new TreeMap<>();
  private long epoch;
  private long checkpoint;
  private long generation;
  private String writer;
  private @Nullable Long asOf;
  private @Nullable KeptSpan kept;

  NextManifest(Manifest base, String writer) {
    this.base = base;
    this.epoch = base.epoch();
    this.checkpoint = base.checkpoint();
    this.generation = base.generation();
    this.asOf = base.asOf();
    this.kept = base.kept().orElse(null);
    this.writer = writer;
    base.tables()
        .forEach(
            (table, files) -> {
              Map<String, DataFile> byPath = new LinkedHashMap<>();
              files.forEach(file -> byPath.put(file.path(), file));
              tables.put(table, byPath);
            });
  }

  NextManifest epoch(long value) {
    epoch = value;
    return this;
  }

  NextManifest checkpoint(long value) {
    checkpoint = value;
    return this;
  }

  NextManifest generation(long value) {
    generation = value;
    return this;
  }

  NextManifest asOf(@Nullable Long value) {
    asOf = value;
    return this;
  }

  /** Which days the lake keeps from now on; null: no day has left. */
  NextManifest kept(@Nullable KeptSpan value) {
    kept = value;
    return this;
  }

  /** Forgets every file of a table. */
  NextManifest clear(String table) {
    tables.remove(table);
    return this;
  }

  NextManifest clearAll() {
    tables.clear();
    return this;
  }

  /** Adds files; one already named is the same file. */
  NextManifest add(List<DataFileAdded> files) {
    for (DataFileAdded added : files) {
      tables
          .computeIfAbsent(added.table().id(), unused -> new LinkedHashMap<>())
          .putIfAbsent(added.file().path(), added.file());
    }
    return this;
  }

  NextManifest remove(Set<String> paths) {
    tables.values().forEach(files -> files.keySet().removeAll(paths));
    return this;
  }

  Manifest build(Instant now, Duration keepReplaced) {
    Map<String, List<DataFile>> named = new TreeMap<>();
    Set<String> paths = new LinkedHashSet<>();
    tables.forEach(
        (table, files) -> {
          if (!files.isEmpty()) {
            named.put(table, List.copyOf(files.values()));
            paths.addAll(files.keySet());
          }
        });
    return new Manifest(
        base.version() + 1,
        epoch,
        checkpoint,
        generation,
        writer,
        asOf,
        named,
        retired(paths, now.toEpochMilli(), keepReplaced),
        kept == null ? null : kept.from().toString());
  }

  private List<Retired> retired(Set<String> named, long now, Duration keepReplaced) {
    Map<String, Retired> retired = new LinkedHashMap<>();
    for (Retired file : base.retired()) {
      // one past its time is dropped: if it was not deleted yet, it now goes by age
      if (!named.contains(file.path()) && file.deleteAfter() > now) {
        retired.put(file.path(), file);
      }
    }
    long deleteAfter = now + keepReplaced.toMillis();
    for (String path : LakeStore.referenced(base)) {
      if (!named.contains(path)) {
        retired.putIfAbsent(path, new Retired(path, deleteAfter));
      }
    }
    List<Retired> sorted = new ArrayList<>(retired.values());
    sorted.sort(java.util.Comparator.comparing(Retired::path));
    return sorted;
  }
}
