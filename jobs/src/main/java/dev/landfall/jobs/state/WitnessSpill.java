package dev.landfall.jobs.state;

import com.github.luben.zstd.Zstd;
import dev.landfall.core.codec.TextPool;
import dev.landfall.core.model.Call;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the packed witnesses of a replay until all input has ended, then gives them out call by
 * call, in flat memory.
 *
 * <p>Shape: packs lie by the part that their calls fall into, as they came. What exceeds {@code
 * memoryBytes} goes to disk, whole parts at a time and the last ones first, so that as many as can
 * never touch it; a part that is on disk has one file of packed blocks. At the end as many parts as
 * fit are taken together, so a replay that fits in memory gives its calls in the order of their
 * time throughout, and a larger one in a few sweeps. Threads: one owner. {@link #close} removes the
 * files; what a killed replay left lies below the lake's working folder.
 */
public final class WitnessSpill implements Closeable {
  private final Path folder;
  private final long memoryBytes;
  private final Part[] parts;
  private int firstOnDisk;
  private long held;

  private static final class Part {
    private final List<byte[]> packs = new ArrayList<>();
    private int held;
    private long spilled;
    private @Nullable Path file;

    long bytes() {
      return spilled + held;
    }
  }

  public WitnessSpill(Path folder, long memoryBytes, int partCount) {
    this.folder = folder;
    this.memoryBytes = memoryBytes;
    this.parts = new Part[partCount];
    this.firstOnDisk = partCount;
    for (int i = 0; i < partCount; i++) {
      parts[i] = new Part();
    }
  }

  public void add(int part, byte[] pack) throws IOException {
    parts[part].packs.add(pack);
    parts[part].held += pack.length;
    held += pack.length;
    if (held >= memoryBytes) {
      makeRoom();
    }
  }

  /** First what belongs to parts on disk; where that is little, one more part and the next. */
  private void makeRoom() throws IOException {
    for (int i = firstOnDisk; i < parts.length; i++) {
      spill(parts[i]);
    }
    while (firstOnDisk > 0 && held > memoryBytes / 4 * 3) {
      spill(parts[--firstOnDisk]);
    }
  }

  /** Gives every call out once; each sweep in the order of the calls' first times. */
  public void drain(Consumer<Call> calls) throws IOException {
    TextPool texts = new TextPool();
    Sweep sweep = new Sweep(texts);
    long size = 0;
    for (Part part : parts) {
      if (size > 0 && size + part.bytes() > memoryBytes) {
        sweep.give(calls);
        sweep = new Sweep(texts);
        size = 0;
      }
      size += part.bytes();
      load(part, sweep);
    }
    sweep.give(calls);
  }

  /** Whether anything went to disk. */
  public boolean onDisk() {
    return firstOnDisk < parts.length;
  }

  @Override
  public void close() throws IOException {
    for (Part part : parts) {
      if (part.file != null) {
        Files.deleteIfExists(part.file);
      }
    }
  }

  private void spill(Part part) throws IOException {
    if (part.held == 0) {
      return;
    }
    Path file = part.file;
    if (file == null) {
      Files.createDirectories(folder);
      file = Files.createTempFile(folder, "witnesses-", ".spill");
      part.file = file;
    }
    ByteBuffer plain = ByteBuffer.allocate(part.held);
    part.packs.forEach(plain::put);
    byte[] packed = Zstd.compress(plain.array(), 1);
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      ByteBuffer sizes = ByteBuffer.allocate(2 * Integer.BYTES);
      out.write(sizes.putInt(part.held).putInt(packed.length).array());
      out.write(packed);
    }
    part.spilled += part.held;
    held -= part.held;
    part.held = 0;
    part.packs.clear();
  }

  private void load(Part part, Sweep sweep) throws IOException {
    Path file = part.file;
    if (file != null) {
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        for (long left = part.spilled; left > 0; ) {
          int plain = in.readInt();
          byte[] packed = in.readNBytes(in.readInt());
          byte[] block = Zstd.decompress(packed, plain);
          if (block.length != plain) {
            throw new EOFException("a spilled block is shorter than it was: " + file);
          }
          sweep.add(block);
          left -= plain;
        }
      }
      Files.delete(file);
      part.file = null;
    }
    part.packs.forEach(sweep::add);
    part.packs.clear();
  }
}
