package dev.landfall.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.detect.DetectorSpec;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.detect.episode.Episode;
import dev.landfall.core.detect.episode.EpisodeRule;
import dev.landfall.core.detect.episode.Reading;
import dev.landfall.core.detect.episode.Recent;
import dev.landfall.core.detect.episode.Telling;
import dev.landfall.core.testkit.Samples;
import dev.landfall.jobs.edge.Parcel;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EpisodeStatesTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final Ground WHAT =
      new Ground("bad", 1, Severity.WARNING, "1", "w", null, "r", null, 0, "W is too bad");

  /** Each minute with a call is bad; says as many words as it was asked for. */
  private static final class Counting implements EpisodeRule {
    private static final DetectorSpec SPEC =
        new DetectorSpec("bad", 1, "t", Severity.WARNING, "why", "blind", "triage");
    private static int asked;

    @Override
    public DetectorSpec spec() {
      return SPEC;
    }

    @Override
    public int lookBack() {
      return 1;
    }

    @Override
    public int silentMinutes() {
      return 500;
    }

    @Override
    public long measured(long[] minute) {
      return minute[0];
    }

    @Override
    public Reading begins(Recent recent) {
      return over(recent);
    }

    @Override
    public Reading over(Recent recent) {
      return Reading.of(Severity.WARNING, 1, 1);
    }

    @Override
    public boolean ends(Recent recent) {
      return false;
    }

    @Override
    public Telling tell(Episode episode) {
      asked++;
      return new Telling("bad", "good", null);
    }
  }

  /** A minute's figure for each element, then a look by the time given. */
  private static final class Looks extends KeyedProcessFunction<String, Long, byte[]> {
    private static final long serialVersionUID = 1;
    private transient @Nullable EpisodeStates states;

    @Override
    public void open(OpenContext context) {
      states = new EpisodeStates(getRuntimeContext(), "bad", 0, 7 * 24 * HOUR, Mode.LIVE);
    }

    @Override
    public void processElement(Long at, Context context, Collector<byte[]> out) throws Exception {
      if (at > 0) {
        states.change(true, table -> table.add(at, 1));
      }
      long now = Samples.NOON + 3 * HOUR;
      states.look(new Counting(), WHAT, new EpisodeStates.Times(now, now, now), out(out));
    }

    private static EpisodeStates.Out out(Collector<byte[]> out) {
      return new EpisodeStates.Out() {
        @Override
        public void row(byte[] row) {
          out.collect(row);
        }

        @Override
        public void side(OutputTag<Parcel> tag, Parcel parcel) {}
      };
    }
  }

  @Test
  void words_are_asked_for_when_something_changed_and_not_at_each_look() throws Exception {
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new Looks()), at -> "w", Types.STRING)) {
      harness.open();
      harness.processElement(Samples.NOON, 0);
      int once = Counting.asked;
      assertThat(once).isPositive();
      for (int i = 0; i < 5; i++) {
        harness.processElement(0L, 0);
      }
      assertThat(Counting.asked).isEqualTo(once);
      harness.processElement(Samples.NOON + MINUTE, 0);
      assertThat(Counting.asked).isGreaterThan(once);
      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }
}
