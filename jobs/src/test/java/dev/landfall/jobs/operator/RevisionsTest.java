package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.alert.FindingRevision;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.testkit.Samples;
import dev.landfall.jobs.edge.GroundBatch;
import dev.landfall.jobs.edge.Parcel;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What alerts see of findings: the first ground at once, and a ground that goes. */
class RevisionsTest {
  private static final Ground GROUND =
      new Ground(
          "residency-breach",
          1,
          Severity.CRITICAL,
          "1",
          "w",
          null,
          "us-west-2",
          null,
          Samples.NOON,
          "h");

  @Test
  void the_first_early_ground_is_revised_at_once_and_its_loss_too() throws Exception {
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new TallyFindings(86_400_000, Mode.LIVE)),
            Parcel::key,
            Types.STRING)) {
      harness.open();
      long[] times = {Samples.NOON};
      harness.processElement(record(new GroundBatch(false, true, GROUND, times, "request-1")));
      harness.processElement(record(new GroundBatch(true, true, GROUND, times)));
      harness.processElement(record(new GroundBatch(false, false, GROUND, times)));

      List<FindingRevision> revisions =
          harness.getSideOutput(Tags.REVISIONS).stream()
              .map(each -> FindingRevision.decode(each.getValue().payload()))
              .toList();
      assertThat(revisions).extracting(FindingRevision::revision).containsExactly(1L, 2L);
      assertThat(revisions).extracting(FindingRevision::standing).containsExactly(true, false);
      assertThat(revisions.get(0).sample()).isEqualTo("request-1");
      assertThat(revisions.get(0).findingId()).isEqualTo(GROUND.findingId());
      assertThat(revisions.get(1).occurrences()).isZero();
    }
  }

  private static StreamRecord<Parcel> record(GroundBatch batch) {
    return new StreamRecord<>(batch.parcel());
  }
}
