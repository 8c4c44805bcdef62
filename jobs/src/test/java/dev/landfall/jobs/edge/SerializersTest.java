package dev.landfall.jobs.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.detect.Ground;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.lake.LiveSnapshot.BusyRow;
import dev.landfall.core.lake.LiveSnapshot.OpenFinding;
import dev.landfall.core.lake.LiveSnapshot.SourceState;
import dev.landfall.core.model.Call;
import dev.landfall.core.pairing.Revision;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaUse;
import dev.landfall.core.testkit.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SerializersTest {
  /** A parcel as version 1 wrote it: kind 1, key "k", time 5, payload 0x0a0b. */
  private static final String PARCEL_V1 =
      "01" + "00000001" + "6b" + "0000000000000005" + "00000002" + "0a0b";

  @Test
  void a_parcel_comes_back_as_it_was_sent() throws IOException {
    Parcel back = roundTrip(ParcelSerializer.INSTANCE, parcel());

    assertThat(back.kind()).isEqualTo(Parcel.USES);
    assertThat(back.key()).isEqualTo("schlüssel-キー");
    assertThat(back.time()).isEqualTo(-7);
    assertThat(back.payload()).containsExactly(1, 2, 3);
  }

  @Test
  void a_parcel_written_by_the_first_version_is_still_read() throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(PARCEL_V1));

    Parcel parcel = ParcelSerializer.INSTANCE.deserialize(in);

    assertThat(parcel.kind()).isEqualTo(Parcel.WITNESS);
    assertThat(parcel.key()).isEqualTo("k");
    assertThat(parcel.time()).isEqualTo(5);
    assertThat(parcel.payload()).containsExactly(10, 11);
    assertThat(in.available()).isZero();
  }

  @Test
  void copying_between_streams_copies_exactly_one_parcel() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    ParcelSerializer.INSTANCE.serialize(parcel(), out);
    ParcelSerializer.INSTANCE.serialize(parcel(), out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    DataOutputSerializer copy = new DataOutputSerializer(64);
    ParcelSerializer.INSTANCE.copy(in, copy);

    assertThat(copy.length()).isEqualTo(out.length() / 2);
  }

  @Test
  void revisions_come_back_with_and_without_a_call_before() throws IOException {
    Call before = Samples.call("r-1").api().build();
    Call after = Samples.call("r-1").api().log().build();

    for (Revision revision :
        List.of(
            new Revision(null, after, RevisionLabel.FINAL),
            new Revision(before, after, RevisionLabel.CORRECTED))) {
      assertThat(roundTrip(RevisionSerializer.INSTANCE, revision)).isEqualTo(revision);
    }
  }

  @Test
  void no_edge_type_goes_to_kryo() {
    SerializerConfigImpl config = new SerializerConfigImpl();

    for (var type : List.of(EdgeType.PARCEL, EdgeType.REVISION, EdgeType.BYTES)) {
      assertThat(type.createSerializer(config)).isNotInstanceOf(KryoSerializer.class);
    }
  }

  @Test
  void a_stored_snapshot_of_a_serializer_gives_the_serializer_back() throws IOException {
    for (TypeSerializer<?> serializer :
        List.of(ParcelSerializer.INSTANCE, RevisionSerializer.INSTANCE)) {
      DataOutputSerializer out = new DataOutputSerializer(64);
      TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());

      TypeSerializerSnapshot<?> snapshot =
          TypeSerializerSnapshot.readVersionedSnapshot(
              new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());

      assertThat(snapshot.restoreSerializer()).isEqualTo(serializer);
    }
  }

  @Test
  void grounds_travel_once_with_all_their_times() {
    Ground ground =
        new Ground("residency-breach", 1, Severity.CRITICAL, "1", "w", null, "r", null, 0, "h");
    GroundBatch batch = new GroundBatch(true, false, ground, new long[] {30, 10, 10});

    GroundBatch back = GroundBatch.of(batch.parcel());

    List<Long> times = new ArrayList<>();
    back.each(each -> times.add(each.at()));
    assertThat(times).containsExactly(30L, 10L, 10L);
    assertThat(back.settled()).isTrue();
    assertThat(back.added()).isFalse();
    assertThat(back.template()).isEqualTo(ground);
    assertThat(batch.parcel().key()).isEqualTo(ground.findingId());
  }

  @Test
  void uses_travel_as_sums() {
    QuotaKey key = new QuotaKey("1", "r", "m", "on-demand");
    QuotaLedger sums = new QuotaLedger();
    sums.add(new QuotaUse(key, 60_000, 61_000, 5L, 9L, false));
    sums.add(new QuotaUse(key, 60_000, 62_000, 7L, 9L, false));

    UseBatch back = UseBatch.of(new UseBatch(true, key, sums).parcel());

    assertThat(back.key()).isEqualTo(key);
    assertThat(back.settled()).isTrue();
    assertThat(back.sums().minute(60_000)).isEqualTo(sums.minute(60_000));
    assertThat(back.sums().minute(60_000).settled()).isEqualTo(12);
  }

  @Test
  void parts_of_the_live_page_come_back_as_they_were() {
    SourceState source =
        new SourceState("s", "directory", "/logs", null, 5L, 3, "no permission", 7L);
    OpenFinding finding =
        new OpenFinding("f", "rule", "error", "1", null, null, "r", null, 4, 1, 2, "h");
    BusyRow row = new BusyRow("1", "r", "m", "on-demand", 60_000, 1, 2, 3, 4, 5, null);

    assertThat(LiveCodec.source(LiveCodec.encode(source))).isEqualTo(source);
    assertThat(LiveCodec.finding(LiveCodec.encode(finding))).isEqualTo(finding);
    assertThat(LiveCodec.busy(LiveCodec.encode(List.of(row)))).containsExactly(row);
    assertThat(LiveCodec.counts(LiveCodec.encode(Map.of("a", -2L)))).containsEntry("a", -2L);
  }

  @Test
  void a_standing_of_the_first_version_is_read_without_its_newest_arrival() {
    ByteWriter first = new ByteWriter();
    first.writeByte(1);
    first.writeString("s");
    first.writeString("directory");
    first.writeString("/logs");
    first.writeNullable((Long) null);
    first.writeNullable(5L);
    first.writeLong(3);
    first.writeNullable((String) null);

    assertThat(LiveCodec.source(first.toByteArray()))
        .isEqualTo(new SourceState("s", "directory", "/logs", null, 5L, 3, null, null));
  }

  @Test
  void a_form_of_a_later_version_is_refused_by_name() {
    assertThatThrownBy(() -> LiveCodec.source(new byte[] {9}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version 9");
  }

  private static Parcel parcel() {
    return new Parcel(Parcel.USES, "schlüssel-キー", -7, new byte[] {1, 2, 3});
  }

  private static <T> T roundTrip(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    T back = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    return back;
  }
}
