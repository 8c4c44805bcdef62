package dev.landfall.bench;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Witness;
import dev.landfall.ingest.generate.Generator;
import dev.landfall.ingest.generate.GeneratorOptions;
import dev.landfall.ingest.object.ObjectCursor;
import dev.landfall.ingest.object.ObjectRef;
import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.ingest.object.RecordSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Generated logs in memory: the largest objects of each kind, as stored, and their witnesses. */
final class Logs {
  private static final int CALLS = 3000;
  private static final long ARRIVED = Instant.parse("2026-12-01T00:00:00Z").toEpochMilli();

  private final List<byte[]> trail = new ArrayList<>();
  private final List<byte[]> invocation = new ArrayList<>();

  static Logs make(int bodyBytes) {
    try {
      Path folder = Files.createTempDirectory("landfall-jmh");
      try {
        new Generator(
                GeneratorOptions.of(folder, CALLS, 1).withBodyBytes(bodyBytes).withDamage(false))
            .run();
        return read(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Logs read(Path folder) throws IOException {
    Logs logs = new Logs();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json.gz")).sorted().toList()) {
        String path = file.toString();
        if (path.contains("/CloudTrail/")) {
          logs.trail.add(Files.readAllBytes(file));
        } else if (path.contains("/BedrockModelInvocationLogs/")) {
          logs.invocation.add(Files.readAllBytes(file));
        }
      }
    }
    return logs;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  List<byte[]> trail() {
    return trail;
  }

  List<byte[]> invocation() {
    return invocation;
  }

  /** All witnesses, in the order of the objects. */
  List<Witness> witnesses() {
    List<Witness> all = new ArrayList<>();
    RecordSink sink =
        new Nowhere() {
          @Override
          public void witness(Witness witness) {
            all.add(witness);
          }
        };
    trail.forEach(object -> parse(object, sink));
    invocation.forEach(object -> parse(object, sink));
    return all;
  }

  /** Reads an object to its end and says how many records it held. */
  static long parse(byte[] stored, RecordSink sink) {
    ObjectRef ref =
        new ObjectRef("file:///bench.json.gz", PlaceKind.OBJECT, stored.length, ARRIVED, ARRIVED);
    try (ObjectCursor cursor =
        ObjectCursor.open(ref, new ByteArrayInputStream(stored), ParseOptions.defaults())) {
      while (cursor.next(sink)) {
        // measured
      }
      return cursor.position();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A sink that keeps nothing. */
  static class Nowhere implements RecordSink {
    @Override
    public void witness(Witness witness) {}

    @Override
    public void change(LakeRow row) {}

    @Override
    public void surface(LakeRow row) {}

    @Override
    public void ignored(String reason) {}

    @Override
    public void reject(LakeRow row) {}
  }
}
