package dev.landfall.core.model;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random witnesses of one call: every kind, copies, corrections, disagreeing Regions, gaps. */
public final class Witnesses {
  public static final CallKey KEY =
      new CallKey("aws", "111122223333", "7c9e6679-7425-40de-944b-e07fc1f90ae7");
  private static final long NOON = 1_793_534_400_000L;

  private Witnesses() {}

  public static Arbitrary<Witness> any() {
    Arbitrary<WitnessKind> kinds = Arbitraries.of(WitnessKind.values());
    Arbitrary<Boolean> addenda =
        Arbitraries.frequency(net.jqwik.api.Tuple.of(4, false), net.jqwik.api.Tuple.of(1, true));
    Arbitrary<Place> places =
        Combinators.combine(
                Arbitraries.of(PlaceKind.values()),
                Arbitraries.of("a.json.gz", "b.json.gz", "c.json.gz"),
                Arbitraries.longs().between(0, 3))
            .as((kind, uri, offset) -> new Place(kind, uri, offset * 100, 100));
    return Combinators.combine(
            kinds, statements(), addenda, places, Arbitraries.longs().between(0, 5))
        .as(
            (kind, said, addendum, place, late) ->
                new Witness(KEY, kind, said, addendum, place, NOON + late * 60_000));
  }

  public static Arbitrary<List<Witness>> some() {
    return any().list().ofMinSize(1).ofMaxSize(8);
  }

  private static Arbitrary<Statement> statements() {
    Arbitrary<String> regions =
        Arbitraries.of("ap-southeast-6", "ap-southeast-2", "us-west-2").injectNull(0.4);
    Arbitrary<Long> tokens = Arbitraries.longs().between(0, 4).injectNull(0.4);
    Arbitrary<String> errors =
        Arbitraries.of("ThrottlingException", "AccessDenied").injectNull(0.7);
    Arbitrary<String> ids = Arbitraries.of("e1", "e2", "e3").injectNull(0.2);
    Arbitrary<Long> times = Arbitraries.longs().between(0, 3);
    Arbitrary<Integer> flags = Arbitraries.integers().between(0, 7);
    return Combinators.combine(regions, tokens, tokens, errors, ids, times, flags)
        .as(
            (region, input, max, error, id, second, bits) -> {
              Statement.Draft draft = new Statement.Draft();
              draft.recordId = id;
              draft.eventAt = NOON + second * 1000;
              draft.sourceRegion = "ap-southeast-6";
              draft.operation = (bits & 4) == 0 ? "Converse" : "ConverseStream";
              draft.modelId = "au.anthropic.claude-sonnet-4-6";
              draft.inferenceRegion = region;
              draft.inputTokens = input;
              draft.maxTokens = max;
              draft.errorCode = error;
              draft.dataEvent = (bits & 1) != 0;
              draft.bodyRead = (bits & 2) != 0;
              return draft.build();
            });
  }
}
