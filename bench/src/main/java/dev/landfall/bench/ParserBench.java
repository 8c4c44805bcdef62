package dev.landfall.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bytes as stored to witnesses: all objects of one kind. {@code records} counts records per second;
 * {@code decompress} is what no reader can do without.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class ParserBench {
  @Param({"2500", "20000"})
  public int bodyBytes;

  private Logs logs;
  private final byte[] buffer = new byte[1 << 16];

  /** What was read, per second. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Read {
    public long records;
    public long bytes;

    @Setup(Level.Iteration)
    public void clear() {
      records = 0;
      bytes = 0;
    }
  }

  @Setup
  public void make() {
    logs = Logs.make(bodyBytes);
  }

  @Benchmark
  public void trail(Read read) {
    parse(logs.trail(), read);
  }

  @Benchmark
  public void invocation(Read read) {
    parse(logs.invocation(), read);
  }

  @Benchmark
  public void decompress(Read read) throws IOException {
    for (byte[] object : logs.invocation()) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(object), 1 << 16)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          read.bytes += n;
        }
      }
    }
  }

  private static void parse(List<byte[]> objects, Read read) {
    Logs.Nowhere nowhere = new Logs.Nowhere();
    for (byte[] object : objects) {
      read.records += Logs.parse(object, nowhere);
    }
  }
}
