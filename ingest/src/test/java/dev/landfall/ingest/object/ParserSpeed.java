package dev.landfall.ingest.object;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/**
 * A measurement by hand of records per second on one core; not a test. Arguments: bytes of a body
 * (default 2000, which makes a log record of about 2.5 KB), rounds (default 8).
 */
final class ParserSpeed {
  private ParserSpeed() {}

  public static void main(String[] args) throws IOException {
    int body = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 8;
    int records = 20_000;
    Random random = new Random(1);
    StringBuilder log = new StringBuilder();
    StringBuilder trail = new StringBuilder("{\"Records\":[");
    for (int i = 0; i < records; i++) {
      String id = Long.toHexString(random.nextLong()) + "-" + i;
      log.append(Make.log(id, words(random, body))).append('\n');
      String more =
          ",\"requestParameters\":{\"modelId\":\"au.anthropic.claude-sonnet-4-6\"},\"tlsDetails\":"
              + "{\"clientProvidedHostHeader\":\"bedrock-runtime.ap-southeast-6.amazonaws.com\"},"
              + "\"additionalEventData\":{\"inferenceRegion\":\"ap-southeast-2\",\"inputTokens\":5,"
              + "\"outputTokens\":7},\"userAgent\":\""
              + words(random, 400)
              + "\"";
      trail
          .append(i == 0 ? "" : ",")
          .append(Make.trail(id, "Converse", "bedrock.amazonaws.com", more));
    }
    trail.append("]}");
    measure("log", log.toString(), records, rounds);
    measure("trail", trail.toString(), records, rounds);
  }

  private static void measure(String name, String text, int records, int rounds)
      throws IOException {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    byte[] gzip = Caught.gzip(plain);
    for (byte[] stored : new byte[][] {plain, gzip}) {
      double best = Double.MAX_VALUE;
      for (int i = 0; i < rounds; i++) {
        long start = cpu();
        read(stored, records);
        best = Math.min(best, (cpu() - start) / 1e9);
      }
      System.out.printf(
          Locale.ROOT,
          "%s %s: %d B a record, %.0f records/s, %.0f MB/s decompressed%n",
          name,
          stored == plain ? "plain" : "gzip",
          plain.length / records,
          records / best,
          plain.length / best / 1e6);
    }
  }

  /** Nanoseconds this thread ran: other work on the machine does not count. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void read(byte[] stored, int records) throws IOException {
    ObjectRef ref =
        new ObjectRef(
            Caught.URI,
            dev.landfall.core.model.PlaceKind.OBJECT,
            stored.length,
            Caught.ARRIVED,
            Caught.ARRIVED);
    RecordSink nowhere = new Discarding();
    try (ObjectCursor cursor =
        ObjectCursor.open(ref, new ByteArrayInputStream(stored), ParseOptions.defaults())) {
      while (cursor.next(nowhere)) {
        // measured
      }
      if (cursor.position() != records) {
        throw new IllegalStateException("read " + cursor.position());
      }
    }
  }

  private static String words(Random random, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(Integer.toString(random.nextInt(4000), 36)).append(' ');
      if (random.nextInt(20) == 0) {
        text.append("\\n\\\"");
      }
    }
    return text.toString();
  }
}
