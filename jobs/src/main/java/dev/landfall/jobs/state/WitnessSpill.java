package dev.landfall.jobs.state;

import com.github.luben.zstd.Zstd;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the coded witnesses of a replay until all input has ended, then gives them out call by
 * call, in flat memory.
 *
 * <p>Shape: witnesses are spread over partitions by their call. What exceeds {@code memoryBytes}
 * goes to one file per partition, in packed blocks. At the end as many partitions as fit are taken
 * together, so a replay that fits in memory gives its calls in the order of their time throughout,
 * and a larger one in a few sweeps. Threads: one owner. {@link #close} removes the files; what a
 * killed replay left lies below the lake's working folder.
 */
@SuppressWarnings("ByteBufferBackingArray") // the buffers are our own, allocated on the heap
public final class WitnessSpill implements Closeable {
  private static final int PARTITIONS = 64;
  static final int HEADER = Long.BYTES + Long.BYTES + Integer.BYTES;
  private static final int FIRST_BUFFER = 4 << 10;

  private final Path folder;
  private final long memoryBytes;
  private final ByteBuffer[] buffers = new ByteBuffer[PARTITIONS];
  private final long[] spilled = new long[PARTITIONS];
  private final @Nullable Path[] files = new @Nullable Path[PARTITIONS];
  private long held;

  /** Takes the coded witnesses of one call. */
  public interface Calls {
    void call(List<byte[]> witnesses) throws IOException;
  }

  public WitnessSpill(Path folder, long memoryBytes) {
    this.folder = folder;
    this.memoryBytes = memoryBytes;
    Arrays.setAll(buffers, i -> ByteBuffer.allocate(FIRST_BUFFER));
  }

  /** {@code hash} stands for the call; equal hashes are told apart by whoever takes the call. */
  public void add(long hash, long time, byte[] witness) throws IOException {
    int partition = (int) Math.floorMod(hash, (long) PARTITIONS);
    ByteBuffer buffer = room(partition, HEADER + witness.length);
    buffer.putLong(hash).putLong(time).putInt(witness.length).put(witness);
    held += HEADER + witness.length;
    if (held >= memoryBytes) {
      for (int i = 0; i < PARTITIONS; i++) {
        spill(i);
      }
      held = 0;
    }
  }

  /** Gives every call out once; each sweep in the order of the calls' first times. */
  public void drain(Calls calls) throws IOException {
    Sweep sweep = new Sweep();
    long size = 0;
    for (int i = 0; i < PARTITIONS; i++) {
      long next = spilled[i] + buffers[i].position();
      if (size > 0 && size + next > memoryBytes) {
        sweep.give(calls);
        sweep = new Sweep();
        size = 0;
      }
      load(i, sweep);
      size += next;
    }
    sweep.give(calls);
  }

  /** Whether anything went to disk. */
  public boolean onDisk() {
    return Arrays.stream(spilled).anyMatch(bytes -> bytes > 0);
  }

  @Override
  public void close() throws IOException {
    for (Path file : files) {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    }
  }

  private ByteBuffer room(int partition, int wanted) {
    ByteBuffer buffer = buffers[partition];
    if (buffer.remaining() < wanted) {
      int size = Math.max(buffer.capacity() + buffer.capacity() / 2, buffer.position() + wanted);
      buffer = ByteBuffer.allocate(size).put(buffer.flip());
      buffers[partition] = buffer;
    }
    return buffer;
  }

  private void spill(int partition) throws IOException {
    ByteBuffer buffer = buffers[partition];
    if (buffer.position() == 0) {
      return;
    }
    Path file = files[partition];
    if (file == null) {
      Files.createDirectories(folder);
      file = Files.createTempFile(folder, "witnesses-", ".spill");
      files[partition] = file;
    }
    byte[] packed = Zstd.compress(Arrays.copyOf(buffer.array(), buffer.position()), 1);
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      ByteBuffer sizes = ByteBuffer.allocate(2 * Integer.BYTES);
      out.write(sizes.putInt(buffer.position()).putInt(packed.length).array());
      out.write(packed);
    }
    spilled[partition] += buffer.position();
    buffer.clear();
  }

  private void load(int partition, Sweep sweep) throws IOException {
    Path file = files[partition];
    if (file != null) {
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        for (long left = spilled[partition]; left > 0; ) {
          int plain = in.readInt();
          byte[] packed = in.readNBytes(in.readInt());
          byte[] block = Zstd.decompress(packed, plain);
          if (block.length != plain) {
            throw new EOFException("a spilled block is shorter than it was: " + file);
          }
          sweep.add(block, plain);
          left -= plain;
        }
      }
      Files.delete(file);
      files[partition] = null;
    }
    sweep.add(buffers[partition].array(), buffers[partition].position());
    buffers[partition] = ByteBuffer.allocate(0);
  }
}
