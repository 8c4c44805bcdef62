package dev.landfall.core.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Witness;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.testkit.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** However witnesses come and repeat, the judgement is one. */
class OrderTest {
  private final Catalogue catalogue = Catalogue.shipped();

  @Provide
  Arbitrary<List<Witness>> witnesses() {
    Arbitrary<String> region =
        Arbitraries.of(Samples.SYDNEY, Samples.SINGAPORE, Samples.AUCKLAND).injectNull(0.4);
    Arbitrary<String> model =
        Arbitraries.of(Samples.SONNET, Samples.AU_SONNET, Samples.GLOBAL_SONNET);
    Arbitrary<Long> tokens = Arbitraries.longs().between(0, 9_000).injectNull(0.3);
    return Combinators.combine(region, region, region, model, tokens)
        .as(
            (trail, end, log, id, count) ->
                Samples.call("r")
                    .model(id)
                    .operation("ConverseStream")
                    .api(d -> d.inferenceRegion = trail)
                    .completion(d -> d.inferenceRegion = end)
                    .log(
                        d -> {
                          d.inferenceRegion = log;
                          d.outputTokens = count;
                        })
                    .witnesses());
  }

  @Property(tries = 300)
  void every_order_and_repetition_gives_the_same_row(
      @ForAll("witnesses") List<Witness> witnesses, @ForAll long seed) {
    Judge judge = new Judge(Samples.policy("NZ", "AU"), catalogue);
    Random random = new Random(seed);
    List<Witness> again = new ArrayList<>(witnesses);
    again.add(witnesses.get(random.nextInt(witnesses.size())));
    Collections.shuffle(again, random);
    LakeRow expected = CallRows.row(judge.judge(merged(witnesses)), RevisionLabel.FINAL);
    LakeRow actual = CallRows.row(judge.judge(merged(again)), RevisionLabel.FINAL);
    assertThat(actual.encode()).isEqualTo(expected.encode());
  }

  private static Call merged(List<Witness> witnesses) {
    return witnesses.stream().map(Call::of).reduce(Call::merge).orElseThrow();
  }

  @Test
  void a_conflict_with_one_outside_region_is_a_breach_in_either_order() {
    List<Witness> witnesses =
        Samples.call("r")
            .model(Samples.GLOBAL_SONNET)
            .api(d -> d.inferenceRegion = Samples.SYDNEY)
            .log(d -> d.inferenceRegion = Samples.SINGAPORE)
            .witnesses();
    Judge judge = new Judge(Samples.policy("NZ", "AU"), catalogue);
    for (List<Witness> order : List.of(witnesses, List.of(witnesses.get(1), witnesses.get(0)))) {
      Judgement j = judge.judge(merged(order));
      assertThat(j.verdict()).isEqualTo(Verdict.CONFLICT);
      assertThat(j.placement()).isEqualTo(Placement.OUTSIDE);
      assertThat(j.rules()).contains("residency-breach", "residency-unproven");
    }
  }
}
