import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.judge.Judge;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.jobs.edge.JudgedCall;
import dev.landfall.jobs.lake.LakeFiles;
import dev.landfall.jobs.lake.LakeWriter;
import dev.landfall.jobs.lake.SealedFiles;
import dev.landfall.jobs.lake.WriterOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Judges calls made in memory and writes them to files of a lake, in rounds: what a call costs from
 * its judgement to the disk, while the machine code is still being made and after.
 *
 * <p>java -Xmx1g -cp 'web/target/dist/lib/*' bench/WriteCalls.java FOLDER [CALLS [ROUNDS [DAYS]]]
 *
 * <p>Prints for each round: CPU of the writing thread and of the whole process (with compilation and
 * collection) in microseconds a call, and bytes a call. Making and judging the calls is not in the
 * thread's figure.
 */
public final class WriteCalls {
  private static final String[] REGIONS = {"ap-southeast-2", "ap-southeast-4", "ap-southeast-6"};
  private static final String[] MODELS = {
    "au.anthropic.claude-sonnet-4-6", "au.anthropic.claude-haiku-4-5-20251001-v1:0",
    "global.anthropic.claude-sonnet-4-6", "amazon.nova-lite-v1:0"
  };
  private static final String[] ACCOUNTS = {"111122223333", "222233334444", "333344445555"};
  private static final int BATCH = 2_000;
  private static final long NOON = 1_793_534_400_000L;

  public static void main(String[] args) throws Exception {
    Path lake = Path.of(args[0]);
    int calls = args.length > 1 ? Integer.parseInt(args[1]) : 200_000;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    int days = args.length > 3 ? Integer.parseInt(args[3]) : 3;
    Judge judge = new Judge(PolicyHistory.open(), Catalogue.shipped());
    for (int round = 1; round <= rounds; round++) {
      Random random = new Random(round);
      long writing = 0;
      long process = process();
      SealedFiles sealed;
      try (LakeWriter writer = new LakeWriter(LakeFiles.in(lake), WriterOptions.defaults())) {
        for (int done = 0; done < calls; done += BATCH) {
          List<Judgement> batch = new ArrayList<>(BATCH);
          for (int i = 0; i < BATCH; i++) {
            batch.add(judge.judge(call(random, days)));
          }
          long before = thread();
          for (Judgement judgement : batch) {
            writer.append(new JudgedCall(judgement, RevisionLabel.FINAL));
          }
          writing += thread() - before;
        }
        long before = thread();
        sealed = writer.seal();
        writing += thread() - before;
      }
      long bytes = sealed.files().stream().mapToLong(each -> each.file().bytes()).sum();
      System.out.printf(
          "round %d: writing %.2f µs a call, process %.2f µs a call, %d bytes a call, %d files%n",
          round, writing / 1e3 / calls, (process() - process) / 1e3 / calls, bytes / calls,
          sealed.files().size());
      for (var each : sealed.files()) {
        if (round < rounds) {
          LakeFiles.in(lake).delete(each.file().path());
        }
      }
    }
  }

  private static Call call(Random random, int days) {
    int caller = random.nextInt(PRINCIPALS.length);
    CallKey key =
        new CallKey("aws", ACCOUNTS[caller % 3], new UUID(random.nextLong(), random.nextLong()).toString());
    int model = random.nextInt(MODELS.length);
    boolean streaming = random.nextInt(2) == 0;
    long at = NOON + random.nextInt(days) * 86_400_000L + random.nextInt(40_000_000);
    String region = REGIONS[random.nextInt(3)];
    Statement.Draft api = said(random, at, model, caller, streaming);
    api.inferenceRegion = streaming ? null : region;
    Call call = Call.of(witness(key, WitnessKind.API, api, random, at));
    if (streaming) {
      Statement.Draft end = new Statement.Draft();
      end.recordId = new UUID(random.nextLong(), random.nextLong()).toString();
      end.eventAt = at + 1_000;
      end.sourceRegion = "ap-southeast-6";
      end.operation = "ConverseStream";
      end.modelId = MODELS[model];
      end.inferenceRegion = region;
      call = Call.merge(call, Call.of(witness(key, WitnessKind.COMPLETION, end, random, at)));
    }
    Statement.Draft log = said(random, at, model, caller, streaming);
    log.recordId = null;
    log.inferenceRegion = region;
    log.inputTokens = 200L + random.nextInt(2_000);
    log.outputTokens = 100L + random.nextInt(1_000);
    log.cacheReadTokens = 0L;
    log.cacheWriteTokens = 0L;
    log.latencyMs = 300L + random.nextInt(3_000);
    log.maxTokens = 4_096L;
    log.bodyRead = true;
    return Call.merge(call, Call.of(witness(key, WitnessKind.LOG, log, random, at)));
  }

  private static Statement.Draft said(Random random, long at, int model, int caller, boolean streaming) {
    Statement.Draft said = new Statement.Draft();
    said.recordId = new UUID(random.nextLong(), random.nextLong()).toString();
    said.eventAt = at;
    said.sourceRegion = "ap-southeast-6";
    said.operation = streaming ? "ConverseStream" : "Converse";
    said.modelId = MODELS[model];
    said.principal = PRINCIPALS[caller];
    return said;
  }

  private static final String[] PRINCIPALS = principals();

  private static String[] principals() {
    String[] all = new String[40];
    for (int i = 0; i < all.length; i++) {
      all[i] = "arn:aws:sts::" + ACCOUNTS[i % 3] + ":assumed-role/contact-centre-" + i / 3 + "/session-" + i;
    }
    return all;
  }

  private static Witness witness(CallKey key, WitnessKind kind, Statement.Draft said, Random random, long at) {
    String uri =
        kind == WitnessKind.LOG
            ? "file:///srv/logs/AWSLogs/" + key.account() + "/BedrockModelInvocationLogs/ap-southeast-6/2026/11/01/"
                + (at / 3_600_000) % 24 + "/20261101T" + (at / 300_000) % 288 + "Z_" + "0123456789abcdef.json.gz"
            : "file:///srv/logs/AWSLogs/" + key.account() + "/CloudTrail/ap-southeast-6/2026/11/01/" + key.account()
                + "_CloudTrail_ap-southeast-6_20261101T" + (at / 300_000) % 288 + "Z_AbCdEfGhIjKlMnOp.json.gz";
    Place place = new Place(PlaceKind.OBJECT, URIS.computeIfAbsent(uri, same -> same), random.nextInt(1 << 20), 2_000 + random.nextInt(1_000));
    return new Witness(key, kind, said.build(), false, place, (at / 300_000) * 300_000 + 600_000);
  }

  private static final java.util.Map<String, String> URIS = new java.util.HashMap<>();

  private static long thread() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long process() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
