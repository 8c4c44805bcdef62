package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.Witness;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairReplayTest {
  private static final int CALLS = 300;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {64 << 20, 20_000})
  void each_call_is_sent_once_and_whole_when_all_has_been_read(long memoryBytes) throws Exception {
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
            new PairReplay(folder, memoryBytes))) {
      harness.setup(
          EdgeType.REVISION.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
      harness.open();
      for (Witness witness : witnesses) {
        harness.processElement(new StreamRecord<>(Parcel.of(witness)));
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
