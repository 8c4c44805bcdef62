package dev.landfall.jobs.lake;

import com.github.luben.zstd.Zstd;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts more rows than memory holds, by key, then by the row's own bytes.
 *
 * <p>Shape: {@link #add} all, then read {@link #next} to the end, once. What exceeds {@code
 * memoryBytes} goes to sorted runs in {@code folder}, compressed in blocks; {@link #close} removes
 * them. Threads: one owner.
 */
final class SpillSort implements Closeable {
  /** Working files of compaction, below the lake; what a killed one left is cleaned by age. */
  static final String FOLDER = "_work";

  private static final int BLOCK_BYTES = 128 * 1024;
  private static final int ENTRY_OVERHEAD = 64;
  private static final Comparator<Entry> ORDER =
      Comparator.<Entry, byte[]>comparing(Entry::key, Arrays::compareUnsigned)
          .thenComparing(Entry::row, Arrays::compareUnsigned);

  /** A key and its row. */
  @SuppressWarnings("ArrayRecordComponent") // compared by content through ORDER only
  record Entry(byte[] key, byte[] row) {}

  private final Path folder;
  private final long memoryBytes;
  private final List<Path> runs = new ArrayList<>();
  private final List<RunReader> readers = new ArrayList<>();
  private List<Entry> memory = new ArrayList<>();
  private long held;
  private @Nullable PriorityQueue<Source> merge;

  SpillSort(Path folder, long memoryBytes) {
    this.folder = folder;
    this.memoryBytes = memoryBytes;
  }

  void add(byte[] key, byte[] row) throws IOException {
    memory.add(new Entry(key, row));
    held += key.length + row.length + ENTRY_OVERHEAD;
    if (held >= memoryBytes) {
      spill();
    }
  }

  /** The least entry left; null at the end. */
  @Nullable Entry next() throws IOException {
    PriorityQueue<Source> sources = merge;
    if (sources == null) {
      sources = start();
      merge = sources;
    }
    Source least = sources.poll();
    if (least == null) {
      return null;
    }
    Entry entry = least.head;
    if (least.advance()) {
      sources.add(least);
    }
    return entry;
  }

  int spilledRuns() {
    return runs.size();
  }

  @Override
  public void close() throws IOException {
    for (RunReader reader : readers) {
      reader.close();
    }
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
  }

  private PriorityQueue<Source> start() throws IOException {
    memory.sort(ORDER);
    PriorityQueue<Source> sources = new PriorityQueue<>((a, b) -> ORDER.compare(a.head, b.head));
    for (Path run : runs) {
      RunReader reader = new RunReader(run);
      readers.add(reader);
      addIfAny(sources, reader);
    }
    Iterator<Entry> rest = memory.iterator();
    addIfAny(sources, () -> rest.hasNext() ? rest.next() : null);
    return sources;
  }

  private static void addIfAny(PriorityQueue<Source> sources, Supply supply) throws IOException {
    Entry first = supply.next();
    if (first != null) {
      sources.add(new Source(first, supply));
    }
  }

  private void spill() throws IOException {
    memory.sort(ORDER);
    Files.createDirectories(folder);
    Path run = Files.createTempFile(folder, "run-", ".sort");
    runs.add(run);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run)))) {
      byte[] block = new byte[BLOCK_BYTES];
      ByteBuffer filling = ByteBuffer.wrap(block);
      for (Entry entry : memory) {
        int size = 8 + entry.key.length + entry.row.length;
        if (size > filling.remaining()) {
          writeBlock(out, block, filling.position());
          block = size > block.length ? new byte[size] : block;
          filling = ByteBuffer.wrap(block);
        }
        filling.putInt(entry.key.length).putInt(entry.row.length).put(entry.key).put(entry.row);
      }
      writeBlock(out, block, filling.position());
    }
    memory = new ArrayList<>();
    held = 0;
  }

  private static void writeBlock(DataOutputStream out, byte[] block, int size) throws IOException {
    if (size > 0) {
      byte[] packed = Zstd.compress(Arrays.copyOf(block, size), 1);
      out.writeInt(size);
      out.writeInt(packed.length);
      out.write(packed);
    }
  }

  private interface Supply {
    @Nullable Entry next() throws IOException;
  }

  private static final class Source {
    private Entry head;
    private final Supply rest;

    Source(Entry head, Supply rest) {
      this.head = head;
      this.rest = rest;
    }

    boolean advance() throws IOException {
      Entry next = rest.next();
      if (next == null) {
        return false;
      }
      head = next;
      return true;
    }
  }

  private static final class RunReader implements Supply, Closeable {
    private final DataInputStream in;
    private long left;
    private ByteBuffer block = ByteBuffer.allocate(0);

    RunReader(Path run) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(run)));
      left = Files.size(run);
    }

    @Override
    public @Nullable Entry next() throws IOException {
      if (!block.hasRemaining()) {
        if (left == 0) {
          return null;
        }
        int plain = in.readInt();
        byte[] packed = new byte[in.readInt()];
        in.readFully(packed);
        left -= 8L + packed.length;
        block = ByteBuffer.wrap(Zstd.decompress(packed, plain));
      }
      byte[] key = new byte[block.getInt()];
      byte[] row = new byte[block.getInt()];
      block.get(key).get(row);
      return new Entry(key, row);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
