package dev.landfall.ingest.object;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Witness;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A measurement by hand of the way from stored bytes to witnesses, on one thread; not a test.
 *
 * <p>Arguments: a directory of logs, what to do, rounds. {@code zip} unpacks with java.util.zip and
 * does no more, {@code bytes} unpacks as we do, checks and hashes, {@code all} reads to the
 * witness, {@code dump} prints one hash of all that was read, to compare two builds. CPU time is
 * counted, so other work on the machine tells less; the first round's process time holds what the
 * compiler took.
 */
final class ReadSpeed {
  private long records;
  private long raw;

  private ReadSpeed() {}

  public static void main(String[] args) throws Exception {
    String what = args[1];
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
    List<Path> objects;
    try (Stream<Path> found = Files.walk(Path.of(args[0]))) {
      objects = found.filter(p -> p.toString().endsWith(".gz")).sorted().toList();
    }
    for (int i = 0; i < rounds; i++) {
      ReadSpeed round = new ReadSpeed();
      long process = processCpu();
      long thread = threadCpu();
      for (Path object : objects) {
        round.read(object, what);
      }
      report(what, round, threadCpu() - thread, processCpu() - process);
    }
  }

  private static void report(String what, ReadSpeed round, long thread, long process) {
    double per = round.records == 0 ? Double.NaN : thread / 1e3 / round.records;
    System.out.printf(
        Locale.ROOT,
        "%-8s %5.2f core-µs a record, %4.0f MB/s, thread %.2f s, process %.2f s, %d records%n",
        what,
        per,
        round.raw * 1e3 / thread,
        thread / 1e9,
        process / 1e9,
        round.records);
  }

  private void read(Path object, String what) throws IOException, DataFormatException {
    switch (what) {
      case "zip" -> zip(Files.readAllBytes(object));
      case "bytes" -> bytes(object);
      case "dump" -> dump(object);
      default -> all(object, new Discarding());
    }
  }

  private static final byte[] OUT = new byte[1 << 18];

  /** Members without the optional parts of a header, as AWS writes them. */
  private void zip(byte[] stored) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    inflater.setInput(stored, 10, stored.length - 10);
    for (int n = 1; n > 0; raw += n) {
      n = inflater.inflate(OUT);
    }
    inflater.end();
  }

  private void bytes(Path object) throws IOException {
    try (InflatedBytes source =
        new InflatedBytes(Files.newInputStream(object), Limits.DEFAULT, Files.size(object))) {
      while (source.read(OUT, 0, OUT.length) > 0) {
        // measured
      }
      raw += source.total();
    }
  }

  private LakeRow all(Path object, RecordSink sink) throws IOException {
    long size = Files.size(object);
    ObjectRef ref = new ObjectRef(object.toString(), PlaceKind.OBJECT, size, 1L << 42, 1L << 42);
    InputStream stored = Files.newInputStream(object);
    try (ObjectCursor cursor = ObjectCursor.open(ref, stored, ParseOptions.defaults())) {
      while (cursor.next(sink)) {
        // measured
      }
      records += cursor.position();
      LakeRow row = cursor.objectRow();
      raw += (Long) row.get("raw_bytes");
      return row;
    }
  }

  private static final MessageDigest DUMP = InflatedBytes.sha256();

  private void dump(Path object) throws IOException {
    Telling told = new Telling();
    DUMP.update(all(object, told).encode());
    System.out.println(
        HexFormat.of().formatHex(told.digest.digest()).substring(0, 16)
            + " "
            + told.text
            + " "
            + object.getFileName());
  }

  private static final class Telling implements RecordSink {
    private final MessageDigest digest = InflatedBytes.sha256();
    private int text;

    private void tell(byte[] bytes) {
      text++;
      digest.update(bytes);
    }

    @Override
    public void witness(Witness witness) {
      tell(witness.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void change(LakeRow row) {
      tell(row.encode());
    }

    @Override
    public void surface(LakeRow row) {
      tell(row.encode());
    }

    @Override
    public void ignored(String reason) {
      tell(reason.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void reject(LakeRow row) {
      tell(row.encode());
    }
  }

  private static long threadCpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long processCpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
