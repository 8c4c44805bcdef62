package dev.landfall.core.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Endpoint;
import dev.landfall.core.model.Family;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.model.Witnesses;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PairingTest {
  private static final CallKey KEY = new CallKey("aws", "111122223333", "r1");
  private final Pairing pairing = new Pairing(Expectations.everything());

  @Test
  void a_success_waits_for_the_other_family_and_is_final_when_it_comes() {
    Pairing.Step first = pairing.on(null, witness(WitnessKind.LOG, "Converse", null, 0));
    assertThat(labels(first)).containsExactly(RevisionLabel.EARLY);
    Pairing.Step second = pairing.on(first.next(), witness(WitnessKind.API, "Converse", null, 1));
    assertThat(labels(second)).containsExactly(RevisionLabel.FINAL);
    assertThat(second.revisions().get(0).before()).isEqualTo(first.next().call());
    assertThat(PairingLabel.of(second.next().call())).isEqualTo(PairingLabel.BOTH);
  }

  @Test
  void a_stream_also_waits_for_its_completion() {
    CallState state = null;
    state = pairing.on(state, witness(WitnessKind.API, "ConverseStream", null, 0)).next();
    state = pairing.on(state, witness(WitnessKind.LOG, "ConverseStream", null, 1)).next();
    assertThat(state.settled()).isFalse();
    assertThat(Awaited.of(state.call(), Expectations.everything()))
        .containsExactly(WitnessKind.COMPLETION);
    state = pairing.on(state, witness(WitnessKind.COMPLETION, "ConverseStream", null, 2)).next();
    assertThat(state.settled()).isTrue();
  }

  @Test
  void a_throttled_or_denied_call_waits_for_nothing_but_its_trail_event() {
    for (String error : List.of("ThrottlingException", "AccessDenied", "AccessDeniedException")) {
      Pairing.Step step = pairing.on(null, witness(WitnessKind.API, "ConverseStream", error, 0));
      assertThat(labels(step)).containsExactly(RevisionLabel.FINAL);
    }
  }

  @Test
  void a_canary_is_one_record_and_waits_for_no_other() {
    long at = 1_790_000_000_000L;
    CallKey key = new CallKey("aws", "111122223333", CanaryId.of("111122223333", at, 1));
    for (String model : List.of(Canary.MODEL, "amazon.nova-lite-v1:0")) {
      Statement.Draft draft = draft("Converse", null);
      draft.modelId = model;
      Witness one =
          new Witness(
              key,
              WitnessKind.LOG,
              draft.build(),
              false,
              new Place(PlaceKind.OBJECT, "a", 0, 1),
              at);
      Set<WitnessKind> awaited = Awaited.of(Call.of(one), Expectations.everything());
      assertThat(awaited.isEmpty()).as(model).isEqualTo(model.equals(Canary.MODEL));
    }
  }

  @Test
  void a_mantle_call_waits_for_no_invocation_log() {
    Statement.Draft draft = draft("CreateInference", null);
    draft.endpoint = Endpoint.MANTLE;
    Witness mantle = new Witness(KEY, WitnessKind.API, draft.build(), false, place(0), 0);
    assertThat(labels(pairing.on(null, mantle))).containsExactly(RevisionLabel.FINAL);
  }

  @Test
  void an_account_expected_to_log_the_trail_only_waits_for_no_log() {
    Pairing trailOnly =
        new Pairing(
            new Expectations(
                List.of(new Expectations.Entry(List.of("111122223333"), Set.of(Family.TRAIL)))));
    Pairing.Step step = trailOnly.on(null, witness(WitnessKind.API, "Converse", null, 0));
    assertThat(labels(step)).containsExactly(RevisionLabel.FINAL);
  }

  @Test
  void a_witness_after_final_makes_a_correction() {
    CallState state = pairing.on(null, witness(WitnessKind.API, "Converse", null, 0)).next();
    state = pairing.settle(state).next();
    Pairing.Step late = pairing.on(state, witness(WitnessKind.LOG, "Converse", null, 1));
    assertThat(labels(late)).containsExactly(RevisionLabel.CORRECTED);
    assertThat(late.next().settled()).isTrue();
  }

  @Test
  void the_same_record_from_the_same_place_changes_and_sends_nothing() {
    Witness witness = witness(WitnessKind.API, "Converse", null, 0);
    CallState state = pairing.on(null, witness).next();
    Pairing.Step again = pairing.on(state, witness);
    assertThat(again.revisions()).isEmpty();
    assertThat(again.next()).isEqualTo(state);
  }

  @Test
  void provisional_is_sent_once_and_never_after_final() {
    CallState state = pairing.on(null, witness(WitnessKind.API, "Converse", null, 0)).next();
    Pairing.Step provisional = pairing.provisional(state);
    assertThat(labels(provisional)).containsExactly(RevisionLabel.PROVISIONAL);
    assertThat(pairing.provisional(provisional.next()).revisions()).isEmpty();
    CallState settled = pairing.settle(provisional.next()).next();
    assertThat(pairing.provisional(settled).revisions()).isEmpty();
    assertThat(pairing.settle(settled).revisions()).isEmpty();
  }

  @Provide
  Arbitrary<List<Witness>> witnesses() {
    return Witnesses.some();
  }

  @Property
  void any_order_live_or_in_a_replay_ends_in_the_same_call(
      @ForAll("witnesses") List<Witness> witnesses) {
    CallState live = null;
    Call replayed = null;
    for (Witness witness : witnesses) {
      live = pairing.on(live, witness).next();
    }
    for (int i = witnesses.size() - 1; i >= 0; i--) {
      replayed = pairing.merge(replayed, witnesses.get(i));
    }
    assertThat(live).isNotNull();
    assertThat(live.call()).isEqualTo(replayed);
    assertThat(CallState.decode(live.encode())).isEqualTo(live);
  }

  @Property
  void sums_kept_by_taking_before_and_giving_after_count_each_call_once(
      @ForAll("witnesses") List<Witness> witnesses) {
    CallState state = null;
    int everything = 0;
    int settled = 0;
    for (Witness witness : witnesses) {
      Pairing.Step step = pairing.on(state, witness);
      state = step.next();
      for (Revision revision : step.revisions()) {
        everything += revision.before() == null ? 1 : 0;
        settled += revision.label() == RevisionLabel.FINAL ? 1 : 0;
      }
    }
    assertThat(state).isNotNull();
    settled += pairing.settle(state).revisions().size();
    assertThat(everything).isEqualTo(1);
    assertThat(settled).isEqualTo(1);
  }

  private static List<RevisionLabel> labels(Pairing.Step step) {
    return step.revisions().stream().map(Revision::label).toList();
  }

  private static Witness witness(
      WitnessKind kind, String operation, @Nullable String error, int at) {
    return new Witness(KEY, kind, draft(operation, error).build(), false, place(at), at);
  }

  private static Statement.Draft draft(String operation, @Nullable String error) {
    Statement.Draft draft = new Statement.Draft();
    draft.operation = operation;
    draft.errorCode = error;
    return draft;
  }

  private static Place place(int offset) {
    return new Place(PlaceKind.OBJECT, "object", offset, 10);
  }
}
