import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The least that any reader of these logs has to do: every gzip file below a folder is decompressed
 * by {@code java.util.zip} and thrown away, largest first, so that threads end together.
 *
 * <p>Prints one JSON object: seconds, files, bytes (decompressed), damaged (files that ended early).
 *
 * <p>Usage: {@code java bench/DecompressOnly.java DIR [THREADS]}
 */
public final class DecompressOnly {
  public static void main(String[] args) throws Exception {
    int threads = args.length > 1 ? Integer.parseInt(args[1]) : 2;
    List<Path> files;
    try (Stream<Path> walk = Files.walk(Path.of(args[0]))) {
      files =
          walk.filter(file -> file.toString().endsWith(".gz"))
              .sorted(Comparator.comparingLong(DecompressOnly::size).reversed())
              .toList();
    }
    AtomicInteger next = new AtomicInteger();
    AtomicLong bytes = new AtomicLong();
    AtomicInteger damaged = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long begin = System.nanoTime();
    List<Future<?>> working = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      working.add(
          pool.submit(
              () -> {
                byte[] buffer = new byte[1 << 16];
                for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
                  try (InputStream in =
                      new GZIPInputStream(Files.newInputStream(files.get(i)), 1 << 16)) {
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                      bytes.addAndGet(n);
                    }
                  } catch (EOFException | ZipException e) {
                    damaged.incrementAndGet();
                  }
                }
                return null;
              }));
    }
    for (Future<?> each : working) {
      each.get();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    pool.shutdown();
    System.out.printf(
        java.util.Locale.ROOT,
        "{\"seconds\":%.3f,\"files\":%d,\"bytes\":%d,\"damaged\":%d}%n",
        seconds,
        files.size(),
        bytes.get(),
        damaged.get());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
