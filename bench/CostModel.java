import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What Landfall's own use of AWS costs a month, by the parameters of docs/scale.md; any of them can
 * be given anew. CloudTrail's and Bedrock's own charges for writing the logs are not in it.
 *
 * <p>Usage: {@code java bench/CostModel.java [NAME=VALUE…]}
 */
public final class CostModel {
  private static final Map<String, Double> P = new LinkedHashMap<>();

  static {
    // the traffic
    P.put("calls", 1e6); // a month
    P.put("records_per_call", 2.5); // measured on generated logs with a tenth of noise
    P.put("kb_per_call_rounded", 6.0); // each record rounded up to 1 KB, bodies of 2.5 KB
    P.put("pairs", 12.0); // account × Region pairs in which anything happens
    P.put("objects_per_pair_day", 312.0); // a trail file in five minutes, a log file an hour
    // the settings
    P.put("kpus", 1.0); // processing
    P.put("state_gb", 1.0);
    P.put("checkpoint_s", 60.0);
    P.put("puts_per_checkpoint", 14.0); // files of tables touched, manifest, state
    P.put("poll_s", 10.0);
    P.put("lists_per_poll_pair", 1.5);
    P.put("bytes_per_call_kept", 250.0); // the lake, all tables, compacted
    P.put("months_kept", 13.0);
    P.put("stream_shards", 0.0); // 0: on demand
    // prices, USD; docs/scale.md says where they are from
    P.put("kinesis_stream_hour", 0.04);
    P.put("kinesis_gb_in", 0.08);
    P.put("kinesis_gb_out", 0.04);
    P.put("kinesis_shard_hour", 0.015);
    P.put("kinesis_million_put_units", 0.014);
    P.put("kpu_hour", 0.11);
    P.put("kpu_storage_gb_month", 0.10); // beyond what comes with a KPU
    P.put("gb_with_kpu", 50.0);
    P.put("s3_gb_month", 0.023);
    P.put("s3_thousand_puts", 0.005);
    P.put("s3_thousand_gets", 0.0004);
    P.put("hours", 730.0);
  }

  public static void main(String[] args) {
    for (String arg : args) {
      String[] named = arg.split("=", 2);
      if (named.length != 2 || !P.containsKey(named[0])) {
        System.err.println("'" + arg + "' is none of " + P.keySet());
        System.exit(64);
      }
      P.put(named[0], Double.parseDouble(named[1]));
    }
    double seconds = p("hours") * 3600;
    double gigabytes = p("calls") * p("kb_per_call_rounded") / 1024 / 1024;
    double units = p("calls") * p("records_per_call") / 1e6;
    double objects = p("pairs") * p("objects_per_pair_day") * p("hours") / 24;
    double lists = seconds / p("poll_s") * p("pairs") * p("lists_per_poll_pair");
    double puts = seconds / p("checkpoint_s") * p("puts_per_checkpoint");
    double stored = p("calls") * p("bytes_per_call_kept") * p("months_kept") / 1e9;

    double stream =
        p("stream_shards") > 0
            ? p("stream_shards") * p("kinesis_shard_hour") * p("hours")
                + units * p("kinesis_million_put_units")
            : p("kinesis_stream_hour") * p("hours")
                + gigabytes * (p("kinesis_gb_in") + p("kinesis_gb_out"));
    double s3 = objects / 1e3 * p("s3_thousand_gets") + lists / 1e3 * p("s3_thousand_puts");
    double flink =
        (p("kpus") + 1) * p("kpu_hour") * p("hours")
            + Math.max(0, p("state_gb") - p("kpus") * p("gb_with_kpu")) * p("kpu_storage_gb_month");
    double lake = puts / 1e3 * p("s3_thousand_puts") + stored * p("s3_gb_month");

    line("from S3: GET and LIST requests", s3, "grows with account × Region pairs and polls, not with calls");
    line("from Kinesis instead", stream, "grows with bytes; each record rounded up to 1 KB");
    line("Managed Flink", flink, "one KPU more than asked for; by the hour, used or not");
    line("lake: PUT requests and storage", lake, "grows with checkpoints, then with calls kept");
    line("sum, from S3", s3 + flink + lake, "");
    line("sum, from Kinesis", stream + flink + lake, "");
    System.out.printf(
        Locale.ROOT,
        "%nper million calls: %.2f from S3, %.2f from Kinesis (USD)%n",
        (s3 + flink + lake) / p("calls") * 1e6,
        (stream + flink + lake) / p("calls") * 1e6);
  }

  private static double p(String name) {
    return P.get(name);
  }

  private static void line(String what, double usd, String note) {
    System.out.printf(Locale.ROOT, "| %s | %.2f | %s |%n", what, usd, note);
  }
}
