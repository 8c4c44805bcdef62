package dev.landfall.jobs.source.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.ingest.object.Payload;
import dev.landfall.jobs.edge.EdgeType;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.source.Logs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatherSpansTest {
  private static final long ARRIVED = 1_793_628_000_000L;

  private OneInputStreamOperatorTestHarness<Parcel, Parcel> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new GatherSpans(), EdgeType.PARCEL.createSerializer(new SerializerConfigImpl()));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void a_checkpoint_ends_the_spans_of_all_shards() throws Exception {
    read("a", "1", Logs.invocation("one"));
    read("b", "7", Logs.invocation("two"));
    read("a", "2", "{\"messageType\":\"CONTROL_MESSAGE\",\"logEvents\":[]}");
    read("a", "3.0", Logs.invocation("three") + Logs.invocation("four"));
    assertThat(rows()).isEmpty();

    harness.prepareSnapshotPreBarrier(1);

    assertThat(rows())
        .extracting(row -> row.get("uri"))
        .containsExactly("kinesis://r-1/s/a#1..3.0", "kinesis://r-1/s/b#7..7");
    LakeRow a = rows().get(0);
    assertThat(a.get("records")).isEqualTo(4L);
    assertThat(a.get("witness_records")).isEqualTo(3L);
    assertThat(a.get("ignored_records")).isEqualTo(1L);
    assertThat(a.get("ignored_reasons")).isEqualTo("{\"control-message\":1}");
    assertThat(a.get("kind")).isEqualTo("invocation-log");
    assertThat(a.get("status")).isEqualTo("read");
    assertThat(a.get("first_event_at")).isNotNull();
    harness.prepareSnapshotPreBarrier(2);
    assertThat(rows()).as("each span once").hasSize(2);
  }

  @Test
  void the_hash_depends_on_what_was_read_and_not_on_how_it_came_in_pieces() throws Exception {
    read("a", "1", Logs.invocation("one"));
    read("a", "2", Logs.invocation("two"));
    harness.prepareSnapshotPreBarrier(1);
    read("b", "1", Logs.invocation("one"));
    read("b", "2", Logs.invocation("two"));
    harness.prepareSnapshotPreBarrier(2);
    read("c", "1", Logs.invocation("two"));
    read("c", "2", Logs.invocation("one"));
    harness.prepareSnapshotPreBarrier(3);

    assertThat(rows().get(0).get("sha256")).isEqualTo(rows().get(1).get("sha256"));
    assertThat(rows().get(0).get("sha256")).isNotEqualTo(rows().get(2).get("sha256"));
  }

  @Test
  void a_damaged_record_makes_the_span_damaged_and_names_why() throws Exception {
    read("a", "1", Logs.invocation("one"));
    read("a", "2", "{broken");
    harness.prepareSnapshotPreBarrier(1);

    assertThat(rows().get(0).get("status")).isEqualTo("damaged");
    assertThat(rows().get(0).get("reason")).isEqualTo("bad-json");
    assertThat(rows().get(0).get("rejected_records")).isEqualTo(1L);
  }

  @Test
  void a_span_ends_after_a_minute_and_at_the_end_of_the_input() throws Exception {
    harness.setProcessingTime(1_000);
    read("a", "1", Logs.invocation("one"));
    harness.setProcessingTime(60_999);
    assertThat(rows()).isEmpty();
    harness.setProcessingTime(61_000);
    assertThat(rows()).hasSize(1);

    read("a", "2", Logs.invocation("two"));
    harness.endInput();
    assertThat(rows()).hasSize(2);
  }

  @Test
  void all_else_passes_at_once_and_as_it_is() throws Exception {
    Gaps gaps = new Gaps("r-1");
    gaps.fails("kinesis://r-1/s/a", "no permission", true, ARRIVED);
    Parcel gap = Parcel.of(gaps.due(ARRIVED, 0).get(0));
    Parcel witness = new Parcel(Parcel.WITNESS, "key", 5, new byte[] {1});
    harness.processElement(gap, 0);
    harness.processElement(witness, 0);

    assertThat(harness.extractOutputValues())
        .extracting(Parcel::payload)
        .containsExactly(gap.payload(), witness.payload());
  }

  private void read(String shard, String number, String text) throws Exception {
    LakeRow row =
        Payload.parse(
            text.getBytes(StandardCharsets.UTF_8),
            "kinesis://r-1/s/" + shard + "#" + number,
            ARRIVED,
            ParseOptions.defaults(),
            new Nowhere());
    harness.processElement(Parcel.of(row.set("region", "r-1")), 0);
  }

  private List<LakeRow> rows() {
    return harness.extractOutputValues().stream()
        .filter(parcel -> parcel.kind() == Parcel.ROW)
        .map(parcel -> LakeRow.decode(parcel.payload()))
        .filter(row -> row.table() == LakeTable.OBJECTS)
        .toList();
  }

  private static final class Nowhere implements dev.landfall.ingest.object.RecordSink {
    @Override
    public void witness(dev.landfall.core.model.Witness witness) {}

    @Override
    public void change(LakeRow row) {}

    @Override
    public void surface(LakeRow row) {}

    @Override
    public void ignored(String reason) {}

    @Override
    public void reject(LakeRow row) {}
  }
}
