package dev.landfall.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CallCodecTest {
  private static final HexFormat HEX = HexFormat.of();

  private static final String USUAL_1 =
      "0106617773183031323334353637383930314837633965363637392d373432352d343064652d"
          + "393434622d6530376663316639306165370701014835353065383430302d653239622d343164"
          + "342d613731362d34343636353534343030303080d8d8efb268011c61702d736f757468656173"
          + "742d32011c436f6e766572736553747265616d00013c61752e616e7468726f7069632e636c61"
          + "7564652d736f6e6e65742d342d3601840161726e3a6177733a7374733a3a3031323334353637"
          + "383930313a617373756d65642d726f6c652f636f6e746163742d63656e7472652d6167656e74"
          + "2f63616c6c2d310000000000000000000000000202000000029f95acef1b638f150002026a73"
          + "333a2f2f6c6f67732f4157534c6f67732f3031323334353637383930312f436c6f7564547261"
          + "696c2f785f312e6a736f6e2e677a8040880ec0e7fdefb268c0e7fdefb2680101483662613762"
          + "3831302d396461642d313164312d383062342d303063303466643433306338b8efd8efb26801"
          + "1c61702d736f757468656173742d32011c436f6e766572736553747265616d00013c61752e61"
          + "6e7468726f7069632e636c617564652d736f6e6e65742d342d360000011c61702d736f757468"
          + "656173742d3401a40301e80f0000000000000000020200021c61702d736f757468656173742d"
          + "340002b11ab334c39bf4a10002026a73333a2f2f6c6f67732f4157534c6f67732f3031323334"
          + "353637383930312f436c6f7564547261696c2f785f322e6a736f6e2e677a00880ec0a7fdefb2"
          + "68c0a7fdefb2680100f0d4d8efb268011c61702d736f757468656173742d32011c436f6e7665"
          + "72736553747265616d00013c61752e616e7468726f7069632e636c617564652d736f6e6e6574"
          + "2d342d3601840161726e3a6177733a7374733a3a3031323334353637383930313a617373756d"
          + "65642d726f6c652f636f6e746163742d63656e7472652d6167656e742f63616c6c2d3100011c"
          + "61702d736f757468656173742d3401a40301e80f010001000180400101d01901ec0400000202"
          + "00021c61702d736f757468656173742d340002a9a4814d97ef3e08000202860173333a2f2f6c"
          + "6f67732f4157534c6f67732f3031323334353637383930312f426564726f636b4d6f64656c49"
          + "6e766f636174696f6e4c6f67732f792e6a736f6e2e677a9a01880edaa8fdefb268daa8fdefb2"
          + "68";

  private static final String ODD_1 =
      "010e6177732d69736f083132333414524551554553542dc3890301014835353045383430302d"
          + "453239422d343144342d413731362d34343636353534343030303001011878782d6e6f776865"
          + "72652d31000100010001265468726f74746c696e67457863657074696f6e00010501feffffff"
          + "ffffffffff01000001ffffffffffffffffff010000000101107072696f726974790100020874"
          + "65616d1e4772c3b6c39f6520e282acf09f9880021275732d776573742d320214636f72726563"
          + "74696f6e0114636f7272656374696f6e12000000000000011878782d6e6f77686572652d3100"
          + "0000000000000002000202000472a372dd03c0ff667cb822ffff184e96021659c4662f0c3952"
          + "06024073333a2f2f6c6f67732f4157534c6f67732f3031323334353637383930312f6100880e"
          + "024073333a2f2f6c6f67732f4157534c6f67732f3031323334353637383930312f6202880e02"
          + "4073333a2f2f6c6f67732f4157534c6f67732f3031323334353637383930312f6204880ec0a7"
          + "fdefb268c4a7fdefb268000002206430336136323532373531626330613600feffffffffffff"
          + "ffff0100000000000000000000000000000000000002000002d03a6252751bc0a602023e7333"
          + "3a2f2f6c6f67732f4157534c6f67732f3031323334353637383930312ffeffffffffffffffff"
          + "01880ec1d88290cd97ffffff01c1d88290cd97ffffff01";

  private static final String LOG_1 =
      "0106617773183031323334353637383930314837633965363637392d373432352d343064652d"
          + "393434622d6530376663316639306165370200f0d4d8efb268011c61702d736f757468656173"
          + "742d32011c436f6e766572736553747265616d00013c61752e616e7468726f7069632e636c61"
          + "7564652d736f6e6e65742d342d3601840161726e3a6177733a7374733a3a3031323334353637"
          + "383930313a617373756d65642d726f6c652f636f6e746163742d63656e7472652d6167656e74"
          + "2f63616c6c2d3100011c61702d736f757468656173742d3401a40301e80f0100010001804001"
          + "01d01901ec04000002020002860173333a2f2f6c6f67732f4157534c6f67732f303132333435"
          + "3637383930312f426564726f636b4d6f64656c496e766f636174696f6e4c6f67732f792e6a73"
          + "6f6e2e677a9a01880edaa8fdefb268";

  private static final String USUAL_2 =
      "027d02dfdc1c357c9e6679742540de944be07fc1f90ae701b01f80d8d8efb268550e8400e29b"
          + "41d4a71644665544000040023d61752e616e7468726f7069632e636c617564652d736f6e6e65"
          + "742d342d361b636f6e746163742d63656e7472652d6167656e742f63616c6c2d3101f78003b8"
          + "176ba7b8109dad11d180b400c04fd430c844a403e80f01cf80ff01c71a44a403e80f00008040"
          + "d019ec04210a2d73333a2f2f6c6f67732f4157534c6f67732f3031323334353637383930312f"
          + "436c6f7564547261696c2f785f318040880ec08f2521ca05013200880ec0cf2421fa031c4265"
          + "64726f636b4d6f64656c496e766f636174696f6e4c6f67732f799a01880edad024";

  private static final String ODD_2 =
      "0230076177732d69736f04313233340a524551554553542dc3890790c993ee03010124353530"
          + "45383430302d453239422d343144342d413731362d3434363635353434303030301978782d6e"
          + "6f77686572652d310050117072696f7269747901047465616d0f4772c3b6c39f6520e282acf0"
          + "9f988005feffffffffffffffff01ffffffffffffffffff01010e0100d020140a636f72726563"
          + "74696f6e58040111643033613632353237353162633061368040ecffffffffffffffff017a02"
          + "72a372dd03c0ff667cb822ffff184e96011659c4662f0c3952022073333a2f2f6c6f67732f41"
          + "57534c6f67732f3031323334353637383930312f6100880ef203016202880e82040004880ec2"
          + "a7fdefb2680424f20300feffffffffffffffff01880ebfd88290cd97ffffff01";

  private static final String LOG_2 =
      "022d02dfdc1c357c9e6679742540de944be07fc1f90ae7c09fff01f0d4d8efb26840023d6175"
          + "2e616e7468726f7069632e636c617564652d736f6e6e65742d342d361b636f6e746163742d63"
          + "656e7472652d6167656e742f63616c6c2d3144a403e80f00008040d019ec040a3b73333a2f2f"
          + "6c6f67732f4157534c6f67732f3031323334353637383930312f426564726f636b4d6f64656c"
          + "496e766f636174696f6e4c6f67732f799a01880eead324";

  @Test
  void the_first_form_is_read_as_it_was_written_then() {
    assertThat(CallCodec.decode(HEX.parseHex(USUAL_1))).isEqualTo(GoldenCalls.usual());
    assertThat(CallCodec.decode(HEX.parseHex(ODD_1))).isEqualTo(GoldenCalls.odd());
    assertThat(CallCodec.decodeWitness(HEX.parseHex(LOG_1))).isEqualTo(GoldenCalls.log());
  }

  @Test
  void what_is_known_by_the_hash_of_its_first_form_stays_known() {
    assertThat(HEX.formatHex(CallCodec.identity(GoldenCalls.log()))).isEqualTo(LOG_1);
  }

  @Test
  void the_second_form_does_not_drift() {
    assertThat(HEX.formatHex(CallCodec.encode(GoldenCalls.usual()))).isEqualTo(USUAL_2);
    assertThat(HEX.formatHex(CallCodec.encode(GoldenCalls.odd()))).isEqualTo(ODD_2);
    assertThat(HEX.formatHex(CallCodec.encode(GoldenCalls.log()))).isEqualTo(LOG_2);
    assertThat(CallCodec.decode(HEX.parseHex(USUAL_2))).isEqualTo(GoldenCalls.usual());
    assertThat(CallCodec.decode(HEX.parseHex(ODD_2))).isEqualTo(GoldenCalls.odd());
    assertThat(CallCodec.decodeWitness(HEX.parseHex(LOG_2))).isEqualTo(GoldenCalls.log());
  }

  @Property
  void nothing_is_lost(@ForAll long seed) {
    List<Witness> witnesses = OddWitnesses.of(seed);
    for (Witness witness : witnesses) {
      assertThat(CallCodec.decodeWitness(CallCodec.encode(witness))).isEqualTo(witness);
      assertThat(CallCodec.decodeWitness(CallCodec.identity(witness))).isEqualTo(witness);
    }
    Call call = merged(witnesses);
    assertThat(CallCodec.decode(CallCodec.encode(call))).isEqualTo(call);
    assertThat(CallCodec.decode(FirstFormWriter.write(call))).isEqualTo(call);
  }

  @Property
  void equal_calls_have_equal_bytes_and_others_do_not(
      @ForAll long seed, @ForAll long other, @ForAll long order) {
    List<Witness> witnesses = OddWitnesses.of(seed);
    Call call = merged(witnesses);
    List<Witness> shuffled = new ArrayList<>(witnesses);
    Collections.shuffle(shuffled, new Random(order));
    byte[] bytes = CallCodec.encode(call);
    assertThat(CallCodec.encode(merged(shuffled))).isEqualTo(bytes);
    assertThat(CallCodec.encode(CallCodec.decode(FirstFormWriter.write(call)))).isEqualTo(bytes);
    Call second = merged(OddWitnesses.of(other));
    assertThat(Arrays.equals(CallCodec.encode(second), bytes)).isEqualTo(second.equals(call));
  }

  @Property
  void one_form_that_is_used_again_gives_what_a_new_one_gives(@ForAll long seed) {
    EvidenceForm form = new EvidenceForm();
    for (int i = 0; i < 3; i++) {
      Call call = merged(OddWitnesses.of(seed + i));
      form.of(call);
      assertThat(Arrays.copyOf(form.bytes(), form.length())).isEqualTo(CallCodec.encode(call));
    }
  }

  @Property
  void merging_does_not_ask_in_which_form_a_part_was_kept(@ForAll long seed) {
    List<Witness> witnesses = OddWitnesses.of(seed);
    int half = witnesses.size() / 2;
    Call whole = merged(witnesses);
    Call first = merged(witnesses.subList(0, half + 1));
    Call rest = merged(witnesses.subList(half, witnesses.size()));
    Call joined =
        Call.merge(
            CallCodec.decode(FirstFormWriter.write(first)),
            CallCodec.decode(CallCodec.encode(rest)));
    assertThat(joined).isEqualTo(whole);
  }

  @Property
  void the_hash_is_of_what_is_stated_and_of_nothing_else(@ForAll long seed, @ForAll long other) {
    List<Witness> witnesses = OddWitnesses.of(seed);
    List<Witness> plain = new ArrayList<>();
    List<Witness> elsewhere = new ArrayList<>();
    for (Witness w : witnesses) {
      // a correction without an id is known by its place
      boolean addendum = w.addendum() && w.statement().recordId() != null;
      plain.add(new Witness(w.key(), w.kind(), w.statement(), addendum, w.place(), w.arrivedAt()));
      Place place = new Place(PlaceKind.STREAM, "shard/" + w.place().uri(), 7, 3);
      elsewhere.add(
          new Witness(w.key(), w.kind(), w.statement(), addendum, place, w.arrivedAt() + 5));
    }
    byte[] here = contentHash(merged(plain));
    assertThat(contentHash(merged(elsewhere))).isEqualTo(here);
    if ((other ^ seed) << 16 != 0) { // of which Random makes use
      assertThat(contentHash(merged(OddWitnesses.of(other)))).isNotEqualTo(here);
    }
  }

  /** Merging makes no such slot, but a form must not depend on that. */
  @Test
  void copies_that_are_not_those_of_the_places_are_kept() {
    Place place = new Place(PlaceKind.OBJECT, "a.json.gz", 1, 2);
    Place longer = new Place(PlaceKind.OBJECT, "a.json.gz", 1, 3);
    long[] print = {place.fingerprint()};
    long[] two = {7, 5};
    for (List<Place> places : List.of(List.<Place>of(), List.of(place), List.of(place, longer))) {
      for (long[] copies : List.of(new long[0], print, two)) {
        Statement said = new Statement.Draft().build();
        SortedMap<String, Statement> addenda = new TreeMap<>();
        addenda.put("", said);
        Slot slot =
            new Slot(said, new java.util.TreeSet<>(), addenda, copies, print, places, -1, 4);
        Call call = new Call(GoldenCalls.KEY, null, slot, null);
        assertThat(CallCodec.decode(CallCodec.encode(call))).isEqualTo(call);
      }
    }
    Call nothing = new Call(GoldenCalls.KEY, null, null, null);
    assertThat(CallCodec.decode(CallCodec.encode(nothing))).isEqualTo(nothing);
  }

  @Test
  void many_places_and_texts_are_kept() {
    List<Place> places = new ArrayList<>();
    SortedMap<String, Statement> addenda = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      places.add(new Place(PlaceKind.LOOKUP, "uri" + i, i, i));
      Statement.Draft said = new Statement.Draft();
      said.modelId = "model" + i % 60;
      said.errorCode = "model" + i % 7;
      addenda.put("id" + i, said.build());
    }
    Slot slot =
        new Slot(
            null,
            new java.util.TreeSet<>(List.of("a", "b")),
            addenda,
            new long[0],
            new long[] {1},
            places,
            0,
            0);
    Call call = new Call(GoldenCalls.KEY, slot, slot, slot);
    assertThat(CallCodec.decode(CallCodec.encode(call))).isEqualTo(call);
  }

  @Test
  void half_of_a_surrogate_pair_is_a_question_mark_in_every_form() {
    CallKey key = new CallKey("aws", "1", "r");
    Statement.Draft said = new Statement.Draft();
    said.modelId = "a\ud83d";
    said.operation = "a?";
    Place place = new Place(PlaceKind.OBJECT, "x\ude00", 0, 0);
    Witness witness = new Witness(key, WitnessKind.LOG, said.build(), false, place, 0);
    said.modelId = "a?";
    Witness wanted =
        new Witness(
            key, WitnessKind.LOG, said.build(), false, new Place(PlaceKind.OBJECT, "x?", 0, 0), 0);
    assertThat(CallCodec.decodeWitness(CallCodec.identity(witness))).isEqualTo(wanted);
    assertThat(CallCodec.decodeWitness(CallCodec.encode(witness))).isEqualTo(wanted);
  }

  @Test
  void a_version_of_the_future_is_named() {
    byte[] bytes = CallCodec.encode(GoldenCalls.usual());
    bytes[0] = 3;
    assertThatThrownBy(() -> CallCodec.decode(bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("coded form has version 3; this build reads up to 2");
    bytes[0] = 0;
    assertThatThrownBy(() -> CallCodec.decodeWitness(bytes)).hasMessageContaining("version 0");
  }

  @Test
  void bytes_that_end_early_or_go_on_are_told() {
    for (Call call : List.of(GoldenCalls.usual(), GoldenCalls.odd())) {
      for (byte[] whole : List.of(CallCodec.encode(call), FirstFormWriter.write(call))) {
        for (int n = 0; n < whole.length; n++) {
          byte[] part = Arrays.copyOf(whole, n);
          assertThatThrownBy(() -> CallCodec.decode(part))
              .as("%d of %d", n, whole.length)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("coded form");
        }
      }
    }
    byte[] more = CallCodec.encode(GoldenCalls.usual());
    assertThatThrownBy(() -> CallCodec.decode(Arrays.copyOf(more, more.length + 1)))
        .hasMessageContaining("more than one value");
  }

  /** The heap of the tests would not hold what a damaged length could claim. */
  @Property(tries = 3000)
  void damaged_bytes_are_told_and_cost_nothing(@ForAll long seed) {
    Random random = new Random(seed);
    Call call = random.nextBoolean() ? GoldenCalls.usual() : merged(OddWitnesses.of(seed));
    byte[] bytes = random.nextBoolean() ? CallCodec.encode(call) : FirstFormWriter.write(call);
    for (int n = random.nextInt(3); n >= 0; n--) {
      bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
    }
    if (random.nextInt(4) == 0) {
      int from = 1 + random.nextInt(bytes.length - 1);
      Arrays.fill(bytes, from, Math.min(bytes.length, from + 9), (byte) 0xff);
    }
    try {
      CallCodec.decode(bytes);
      CallCodec.decodeWitness(bytes);
    } catch (IllegalStateException told) {
      assertThat(told).hasMessageContaining("coded form");
    } catch (RuntimeException e) {
      fail("not told what is damaged", e);
    }
  }

  private static byte[] contentHash(Call call) {
    EvidenceForm form = new EvidenceForm();
    form.of(call);
    return form.contentHash();
  }

  private static Call merged(List<Witness> witnesses) {
    return witnesses.stream().map(Call::of).reduce(Call::merge).orElseThrow();
  }
}
