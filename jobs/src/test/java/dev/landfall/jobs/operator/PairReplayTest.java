package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.codec.WitnessPacks;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.pairing.Revision;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.testkit.Samples;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.Parcel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairReplayTest {
  private static final int CALLS = 300;
  private static final int PARTS = 8;

  @TempDir Path folder;

  @Test
  void all_that_is_told_of_a_call_goes_to_one_part() {
    for (String id : new String[] {"r-1", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "x/7c9e6679"}) {
      Witness witness = Samples.call(id).log().witnesses().get(0);
      List<Integer> parts = new ArrayList<>();
      WitnessPacks packs = new WitnessPacks(PARTS, (part, pack) -> parts.add(part));
      packs.add(witness);
      packs.flush();
      assertThat(parts).containsExactly(PairReplay.part(Parcel.of(witness), PARTS));
    }
  }

  @ParameterizedTest
  @CsvSource({"67108864, false", "20000, false", "67108864, true", "20000, true"})
  void each_call_is_sent_once_and_whole_when_all_has_been_read(long memoryBytes, boolean packed)
      throws Exception {
    List<Witness> witnesses = new ArrayList<>();
    List<Call> expected = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      var sample = Samples.call("r-" + i).api().log();
      witnesses.addAll(sample.witnesses());
      expected.add(sample.build());
    }
    Collections.shuffle(witnesses, new Random(7));
    try (var harness =
        new OneInputStreamOperatorTestHarness<Parcel, Revision>(
            new PairReplay(folder, memoryBytes, PARTS))) {
      harness.setup(
          EdgeType.REVISION.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
      harness.open();
      List<Parcel> parcels = new ArrayList<>();
      WitnessPacks packs =
          new WitnessPacks(PARTS, (part, pack) -> parcels.add(Parcel.ofPack(part, pack)));
      for (Witness witness : witnesses) {
        // some sources pack and some do not, and both may tell of one call
        if (packed && witness.kind() != WitnessKind.LOG) {
          packs.add(witness);
        } else {
          parcels.add(Parcel.of(witness));
        }
      }
      packs.flush();
      for (Parcel parcel : parcels) {
        harness.processElement(new StreamRecord<>(parcel));
      }
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.processWatermark(Long.MAX_VALUE);

      assertThat(harness.extractOutputValues())
          .allMatch(r -> r.label() == RevisionLabel.FINAL && r.before() == null)
          .extracting(Revision::after)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(folder).isEmptyDirectory();
  }
}
