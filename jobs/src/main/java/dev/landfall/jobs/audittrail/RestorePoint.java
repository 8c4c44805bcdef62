package dev.landfall.jobs.audittrail;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint or savepoint that a start can go on from: its metadata was read and every file it
 * names is there with its size.
 *
 * @param checkpoint counts checkpoints and savepoints of one line together, so the greater is newer
 * @param savepoint whole and independent of the state backend; otherwise a checkpoint
 */
record RestorePoint(Path folder, long checkpoint, boolean savepoint) {
  static final String METADATA = "_metadata";

  /** Errors: {@link IOException} says what is damaged or gone. */
  static RestorePoint read(Path folder, boolean savepoint) throws IOException {
    Path file = folder.resolve(METADATA);
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      CheckpointMetadata metadata =
          org.apache.flink.runtime.checkpoint.Checkpoints.loadCheckpointMetadata(
              in, RestorePoint.class.getClassLoader(), folder.toUri().toString());
      for (StreamStateHandle handle : handles(metadata)) {
        requireWhole(handle);
      }
      return new RestorePoint(folder, metadata.getCheckpointId(), savepoint);
    } catch (RuntimeException e) {
      // what random bytes make of the reader: no exception of it is ours to tell apart
      throw new IOException("cannot read " + file + ": " + e, e);
    }
  }

  private static void requireWhole(@Nullable StreamStateHandle handle) throws IOException {
    if (handle instanceof FileStateHandle inFile) {
      Path file = Path.of(inFile.getFilePath().toUri().getPath());
      if (!Files.isRegularFile(file) || Files.size(file) != inFile.getStateSize()) {
        throw new IOException("%s is gone or not whole".formatted(file));
      }
    }
  }

  private static List<StreamStateHandle> handles(CheckpointMetadata metadata) {
    List<StreamStateHandle> all = new ArrayList<>();
    for (OperatorState operator : metadata.getOperatorStates()) {
      if (operator.getCoordinatorState() != null) {
        all.add(operator.getCoordinatorState());
      }
      for (OperatorSubtaskState task : operator.getStates()) {
        for (OperatorStateHandle each : task.getManagedOperatorState()) {
          all.add(each.getDelegateStateHandle());
        }
        for (KeyedStateHandle each : task.getManagedKeyedState()) {
          addKeyed(each, all);
        }
      }
    }
    return all;
  }

  private static void addKeyed(KeyedStateHandle state, List<StreamStateHandle> all) {
    if (state instanceof KeyGroupsStateHandle whole) {
      all.add(whole.getDelegateStateHandle());
    } else if (state instanceof IncrementalRemoteKeyedStateHandle parts) {
      all.add(parts.getMetaDataStateHandle());
      parts.getSharedState().forEach(part -> all.add(part.getHandle()));
      parts.getPrivateState().forEach(part -> all.add(part.getHandle()));
    }
  }
}
