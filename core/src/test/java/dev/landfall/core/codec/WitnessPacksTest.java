package dev.landfall.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WitnessPacksTest {
  private static final int PARTS = 3;
  private static final String UUID_TEXT = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

  @Property(tries = 200)
  void what_is_packed_is_read_back(@ForAll long seed, @ForAll @IntRange(max = 400) int count) {
    Random random = new Random(seed);
    List<Witness> packed = new ArrayList<>();
    Map<Integer, List<byte[]>> packs = new HashMap<>();
    WitnessPacks packer =
        new WitnessPacks(
            PARTS, (part, pack) -> packs.computeIfAbsent(part, p -> new ArrayList<>()).add(pack));
    for (int i = 0; i < count; i++) {
      Witness witness = witness(random);
      packed.add(witness);
      packer.add(witness);
      if (random.nextInt(100) == 0) {
        packer.flush();
      }
    }
    packer.flush();

    List<Witness> read = new ArrayList<>();
    CallHash hash = new CallHash();
    packs.forEach(
        (part, all) ->
            all.forEach(
                bytes -> {
                  WitnessPack pack = new WitnessPack(bytes, 0, new TextPool());
                  assertThat(pack.end()).isEqualTo(bytes.length);
                  for (int row = pack.size() - 1; row >= 0; row--) {
                    Witness witness = pack.witness(row);
                    read.add(witness);
                    assertThat(pack.time(row)).isEqualTo(witness.statement().eventAt());
                    assertThat(pack.hash(row)).isEqualTo(hash.of(witness.key()));
                    assertThat(CallHash.part(pack.hash(row), PARTS)).isEqualTo(part);
                    assertThat(pack.call(pack.rowAt(row), pack.time(row)))
                        .isEqualTo(Call.of(witness));
                  }
                }));
    assertThat(read).containsExactlyInAnyOrderElementsOf(packed);
  }

  @Test
  void a_key_and_its_text_hash_alike() {
    CallHash hash = new CallHash();
    for (String id :
        new String[] {
          UUID_TEXT, UUID_TEXT.toUpperCase(java.util.Locale.ROOT), "x/" + UUID_TEXT, "r", "/", "é"
        }) {
      for (String account : new String[] {"111122223333", "0", "a/b", "x/" + UUID_TEXT}) {
        CallKey key = new CallKey("aws", account, id);
        assertThat(hash.of(key)).as(key.text()).isEqualTo(hash.of(key.text()));
      }
    }
  }

  @Test
  void other_accounts_and_other_ids_hash_otherwise() {
    CallHash hash = new CallHash();
    long one = hash.of(new CallKey("aws", "111122223333", UUID_TEXT));
    assertThat(hash.of(new CallKey("aws", "111122223334", UUID_TEXT))).isNotEqualTo(one);
    assertThat(hash.of(new CallKey("aws-us-gov", "111122223333", UUID_TEXT))).isNotEqualTo(one);
    assertThat(hash.of(new CallKey("aws", "111122223333", UUID_TEXT.replace('7', '8'))))
        .isNotEqualTo(one);
  }

  @Test
  void open_packs_take_no_more_where_there_are_many_parts() {
    Random random = new Random(7);
    int[] largest = new int[1];
    WitnessPacks packer =
        new WitnessPacks(1 << 12, (part, pack) -> largest[0] = Math.max(largest[0], pack.length));
    String sameLongText = "r".repeat(500);
    for (int i = 0; i < 100; i++) {
      Witness w = witness(random);
      CallKey key = new CallKey("aws", "1", sameLongText);
      packer.add(new Witness(key, w.kind(), w.statement(), w.addendum(), w.place(), w.arrivedAt()));
    }
    assertThat(largest[0]).isBetween(1 << 10, 1 << 11);
  }

  private static Witness witness(Random random) {
    Statement.Draft d = new Statement.Draft();
    d.recordId = pick(random, null, id(random), "odd id");
    d.eventAt = random.nextInt(4) == 0 ? random.nextLong() >> 8 : 1_793_534_400_000L;
    d.sourceRegion = pick(random, null, "ap-southeast-6");
    d.operation = pick(random, null, "Converse", "");
    d.endpoint = random.nextBoolean() ? Endpoint.RUNTIME : Endpoint.MANTLE;
    d.modelId = pick(random, null, "amazon.nova-lite-v1:0", "é€😀");
    d.principal =
        pick(random, null, "root", "arn:aws:sts::1:assumed-role/r/s" + random.nextInt(9), "/");
    d.errorCode = pick(random, null, "ThrottlingException");
    d.inferenceRegion = pick(random, null, "us-west-2");
    d.inputTokens = number(random);
    d.outputTokens = number(random);
    d.cacheReadTokens = number(random);
    d.cacheWriteTokens = number(random);
    d.maxTokens = number(random);
    d.bodyRead = random.nextBoolean();
    d.latencyMs = number(random);
    d.firstTokenMs = number(random);
    d.guardrailBlocked = random.nextBoolean();
    d.dataEvent = random.nextBoolean();
    d.tier = pick(random, null, "reserved");
    d.vpcEndpoint = flag(random);
    d.bearerToken = flag(random);
    for (int n = random.nextInt(6) - 3; n > 0; n--) {
      d.metadata.put("key " + n, "value " + random.nextInt(9));
    }
    String requestId = random.nextInt(4) == 0 ? "r/" + random.nextInt(9) : id(random);
    return new Witness(
        new CallKey(random.nextBoolean() ? "aws" : "aws-us-gov", "11112222333", requestId),
        WitnessKind.values()[random.nextInt(3)],
        d.build(),
        random.nextInt(5) == 0,
        new Place(
            PlaceKind.values()[random.nextInt(4)],
            "s3://logs/" + random.nextInt(5),
            random.nextInt(1 << 20),
            random.nextInt(1 << 12)),
        d.eventAt + random.nextInt(100_000));
  }

  private static String id(Random random) {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private static @Nullable String pick(Random random, @Nullable String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private static @Nullable Long number(Random random) {
    int n = random.nextInt(4);
    return n == 0 ? null : n == 1 ? Long.valueOf(random.nextLong()) : Long.valueOf(n * 300);
  }

  private static @Nullable Boolean flag(Random random) {
    int n = random.nextInt(3);
    return n == 0 ? null : Boolean.valueOf(n == 1);
  }
}
