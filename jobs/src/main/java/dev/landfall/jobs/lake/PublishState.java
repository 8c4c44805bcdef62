package dev.landfall.jobs.lake;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the publisher keeps in a checkpoint: the whole lake as of it.
 *
 * <p>Shape: {@code files} is every file the lake has once this checkpoint is published, so that a
 * restore needs no manifest of that time. It grows with the number of files; compaction keeps that
 * small. For a replay it is what was sealed so far.
 */
record PublishState(
    long epoch,
    long generation,
    long checkpoint,
    @Nullable Long asOf,
    @Nullable Long maxCalledAt,
    List<DataFileAdded> files) {
  private static final int VERSION = 1;

  static List<DataFileAdded> filesOf(Manifest manifest) {
    List<DataFileAdded> files = new ArrayList<>();
    manifest
        .tables()
        .forEach(
            (table, named) ->
                named.forEach(file -> files.add(new DataFileAdded(LakeTable.byId(table), file))));
    return files;
  }

  byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeLong(epoch);
    out.writeLong(generation);
    out.writeLong(checkpoint);
    out.writeNullable(asOf);
    out.writeNullable(maxCalledAt);
    SealedFiles.writeFiles(out, files);
    return out.toByteArray();
  }

  static PublishState decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "the publisher's state has version %d; this build reads %d".formatted(version, VERSION));
    }
    return new PublishState(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readNullableLong(),
        in.readNullableLong(),
        SealedFiles.readFiles(in));
  }
}
