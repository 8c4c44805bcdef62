package dev.landfall.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.codec.CallCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CallMergeTest {
  @Provide
  Arbitrary<List<Witness>> witnesses() {
    return Witnesses.some();
  }

  @Property
  void merging_is_associative(
      @ForAll("witnesses") List<Witness> x,
      @ForAll("witnesses") List<Witness> y,
      @ForAll("witnesses") List<Witness> z) {
    Call a = merged(x);
    Call b = merged(y);
    Call c = merged(z);
    assertThat(Call.merge(Call.merge(a, b), c)).isEqualTo(Call.merge(a, Call.merge(b, c)));
  }

  @Property
  void merging_is_commutative(
      @ForAll("witnesses") List<Witness> x, @ForAll("witnesses") List<Witness> y) {
    assertThat(Call.merge(merged(x), merged(y))).isEqualTo(Call.merge(merged(y), merged(x)));
  }

  @Property
  void merging_a_call_with_itself_or_a_part_of_it_changes_nothing(
      @ForAll("witnesses") List<Witness> x) {
    Call call = merged(x);
    assertThat(Call.merge(call, call)).isEqualTo(call);
    for (Witness witness : x) {
      assertThat(Call.merge(call, Call.of(witness))).isEqualTo(call);
    }
  }

  @Property
  void order_and_repetition_of_witnesses_do_not_matter(
      @ForAll("witnesses") List<Witness> x, @ForAll long seed) {
    List<Witness> shuffled = new ArrayList<>(x);
    shuffled.addAll(x.subList(0, x.size() / 2));
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(merged(shuffled)).isEqualTo(merged(x));
  }

  @Property
  void the_coded_form_says_the_same(@ForAll("witnesses") List<Witness> x) {
    Call call = merged(x);
    assertThat(CallCodec.decode(CallCodec.encode(call))).isEqualTo(call);
    assertThat(CallCodec.encode(CallCodec.decode(CallCodec.encode(call))))
        .isEqualTo(CallCodec.encode(call));
    assertThat(CallCodec.decodeWitness(CallCodec.encode(x.get(0)))).isEqualTo(x.get(0));
  }

  @Property
  void every_copy_is_a_witness_a_correction_or_a_duplicate(@ForAll("witnesses") List<Witness> x) {
    Call call = merged(x);
    long places =
        x.stream()
            .map(w -> w.kind() + "/" + w.addendum() + "/" + w.place().fingerprint())
            .distinct()
            .count();
    assertThat(call.copies()).isEqualTo((int) places);
    assertThat(call.witnesses() + call.addenda() + call.duplicates()).isEqualTo(call.copies());
  }

  @Test
  void two_copies_that_name_different_regions_are_both_kept() {
    Call call =
        Call.merge(
            Call.of(witness("r1", "ap-southeast-2", false, 0)),
            Call.of(witness("r2", "us-west-2", false, 1)));
    assertThat(call.namedBy(Family.TRAIL)).containsExactly("ap-southeast-2", "us-west-2");
    assertThat(call.duplicates()).isEqualTo(1);
  }

  @Test
  void a_correction_replaces_the_region_in_either_order() {
    Witness first = witness("r1", "us-west-2", false, 0);
    Witness correction = witness("r2", "ap-southeast-2", true, 1);
    Call call = Call.merge(Call.of(first), Call.of(correction));
    assertThat(call.namedBy(Family.TRAIL)).containsExactly("ap-southeast-2");
    assertThat(Call.merge(Call.of(correction), Call.of(first))).isEqualTo(call);
    assertThat(call.addenda()).isEqualTo(1);
    assertThat(call.duplicates()).isZero();
  }

  @Test
  void the_management_event_is_preferred_to_its_data_event_copy() {
    Statement.Draft copy = draft("copy", "ap-southeast-2");
    copy.dataEvent = true;
    copy.outputTokens = 1L;
    copy.latencyMs = 1L;
    Witness data = new Witness(Witnesses.KEY, WitnessKind.API, copy.build(), false, place(0), 0);
    Witness event = witness("event", "ap-southeast-2", false, 1);
    Call call = Call.merge(Call.of(data), Call.of(event));
    Slot api = call.api();
    assertThat(api).isNotNull();
    assertThat(api.effective().recordId()).isEqualTo("event");
  }

  @Test
  void the_four_strongest_places_are_kept_whatever_the_order() {
    List<Witness> all = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Place place = new Place(PlaceKind.values()[i % 4], "object-" + i, i, 10);
      all.add(
          new Witness(Witnesses.KEY, WitnessKind.API, draft("r", null).build(), false, place, i));
    }
    Call forward = merged(all);
    Collections.reverse(all);
    assertThat(merged(all)).isEqualTo(forward);
    Slot api = forward.api();
    assertThat(api).isNotNull();
    assertThat(api.places()).hasSize(4);
    assertThat(api.places().get(0).kind()).isEqualTo(PlaceKind.DIGEST_LISTED_OBJECT);
    assertThat(api.copies()).hasSize(9);
  }

  @Test
  void calls_of_two_keys_never_merge() {
    Call one = Call.of(witness("r", null, false, 0));
    Call other = new Call(new CallKey("aws", "444455556666", "x"), null, null, null);
    assertThatThrownBy(() -> Call.merge(one, other)).hasMessageContaining("444455556666");
  }

  private static Call merged(List<Witness> witnesses) {
    return witnesses.stream().map(Call::of).reduce(Call::merge).orElseThrow();
  }

  private static Witness witness(
      String id, @org.jspecify.annotations.Nullable String region, boolean addendum, int at) {
    return new Witness(
        Witnesses.KEY, WitnessKind.API, draft(id, region).build(), addendum, place(at), at);
  }

  private static Statement.Draft draft(
      String id, @org.jspecify.annotations.Nullable String region) {
    Statement.Draft draft = new Statement.Draft();
    draft.recordId = id;
    draft.eventAt = 1000;
    draft.operation = "Converse";
    draft.inferenceRegion = region;
    return draft;
  }

  private static Place place(int offset) {
    return new Place(PlaceKind.OBJECT, "object", offset, 10);
  }
}
