package dev.landfall.core.codec;

import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Random witnesses of one call whose texts and numbers are seldom what AWS writes. */
final class OddWitnesses {
  private static final @Nullable String[] TEXTS = {
    null,
    "",
    "aws",
    "ap-southeast-2",
    "Converse",
    "xx-nowhere-1",
    "Größe €",
    "😀",
    "😁",
    "\u0000\u007f\u0080\u07ff\u0800\uffff",
    "a".repeat(127),
    "b".repeat(70)
  };
  private static final @Nullable Long[] NUMBERS = {
    null, null, 0L, 1L, -1L, 63L, 64L, 4_096L, Long.MAX_VALUE, Long.MIN_VALUE
  };
  private static final String[] PARTITIONS = {"aws", "aws-us-gov", "aws-cn", "aws-iso", " "};
  private static final String[] ACCOUNTS = {
    "012345678901", "000000000000", "999999999999", "1234", "11112222333x", "１２３４５６７８９０１２"
  };
  private static final String[] URIS = {
    "", "s3://logs/a", "s3://logs/ab", "s3://logs/😀", "s3://logs/😁", "s3://logs/😀/x", "😁"
  };

  private OddWitnesses() {}

  static List<Witness> of(long seed) {
    Random random = new Random(seed);
    CallKey key =
        new CallKey(pick(random, PARTITIONS), pick(random, ACCOUNTS), id(random, "request"));
    List<Witness> witnesses = new ArrayList<>();
    for (int n = random.nextInt(8); n >= 0; n--) {
      witnesses.add(witness(random, key));
    }
    return witnesses;
  }

  private static Witness witness(Random random, CallKey key) {
    Statement.Draft d = new Statement.Draft();
    d.recordId = random.nextInt(4) == 0 ? null : id(random, text(random));
    d.eventAt = time(random);
    d.sourceRegion = text(random);
    d.operation = text(random);
    d.endpoint = random.nextInt(4) == 0 ? Endpoint.MANTLE : Endpoint.RUNTIME;
    d.modelId = text(random);
    d.principal = principal(random, key);
    d.errorCode = text(random);
    d.inferenceRegion = text(random);
    d.inputTokens = pick(random, NUMBERS);
    d.outputTokens = pick(random, NUMBERS);
    d.cacheReadTokens = pick(random, NUMBERS);
    d.cacheWriteTokens = pick(random, NUMBERS);
    d.maxTokens = pick(random, NUMBERS);
    d.bodyRead = random.nextBoolean();
    d.latencyMs = pick(random, NUMBERS);
    d.firstTokenMs = pick(random, NUMBERS);
    d.guardrailBlocked = random.nextBoolean();
    d.dataEvent = random.nextInt(4) == 0;
    d.tier = text(random);
    d.vpcEndpoint = flag(random);
    d.bearerToken = flag(random);
    for (int n = random.nextInt(6) - 3; n > 0; n--) {
      d.metadata.put(String.valueOf(text(random)), String.valueOf(text(random)));
    }
    return new Witness(
        key,
        WitnessKind.values()[random.nextInt(3)],
        d.build(),
        random.nextInt(3) == 0,
        new Place(
            PlaceKind.values()[random.nextInt(4)],
            pick(random, URIS),
            random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(3),
            random.nextInt(3) - 1),
        time(random));
  }

  private static @Nullable String principal(Random random, CallKey key) {
    String own = "arn:" + key.partition() + ":sts::" + key.account();
    return switch (random.nextInt(6)) {
      case 0 -> own + ":assumed-role/" + text(random);
      case 1 -> own + ":assumed-role/";
      case 2 -> own;
      case 3 -> "arn:aws:sts::111122223333:assumed-role/other/session";
      default -> text(random);
    };
  }

  private static String id(Random random, @Nullable String other) {
    String uuid = new UUID(random.nextInt(2), random.nextLong()).toString();
    return switch (random.nextInt(6)) {
      case 0 -> uuid.toUpperCase(java.util.Locale.ROOT);
      case 1 -> uuid.replace('-', '_');
      case 2 -> uuid + "0";
      case 3 -> String.valueOf(other);
      case 4 -> uuid.replace('0', '\u0130'); // whose low byte is that of a digit
      default -> uuid;
    };
  }

  private static long time(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong();
      case 1 -> 0;
      default -> 1_793_534_400_000L + random.nextInt(3) * 1_000L;
    };
  }

  private static @Nullable String text(Random random) {
    return pick(random, TEXTS);
  }

  private static @Nullable Boolean flag(Random random) {
    return random.nextInt(3) == 0 ? null : Boolean.valueOf(random.nextBoolean());
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
