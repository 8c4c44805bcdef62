package dev.landfall.jobs.lake;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.judge.CallRows;
import dev.landfall.core.judge.Judge;
import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.lake.Manifest;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.CallKey;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.Witness;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.core.pairing.RevisionLabel;
import dev.landfall.core.policy.PolicyHistory;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rows and calls with fixed times, and reading a lake back. */
final class LakeSamples {
  static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);
  static final String ACCOUNT = "111122223333";

  private LakeSamples() {}

  static Judge judge() {
    return new Judge(PolicyHistory.open(), Catalogue.shipped());
  }

  /** A row with every column filled, different for each {@code n}. */
  static LakeRow full(LakeTable table, int n) {
    LakeRow row = new LakeRow(table);
    for (Column column : table.columns()) {
      row.set(
          column.name(),
          switch (column.type()) {
            case STRING -> column.name() + " ü€😀 " + n;
            case LONG -> (n % 2 == 0 ? 1L : -1L) * (column.fieldId() * 1_000_003L + n);
            case DOUBLE -> n + 0.25;
            case BOOLEAN -> n % 2 == 0;
            case TIMESTAMP -> micros(NOON) + n;
            case BYTES -> new byte[] {0, (byte) n, -1, 127};
          });
    }
    return row;
  }

  /** A row with only its keys and its day filled. */
  static LakeRow bare(LakeTable table, int n) {
    LakeRow whole = full(table, n);
    LakeRow row = new LakeRow(table);
    for (Column column : table.columns()) {
      if (column.role() == Column.Role.KEY || column.name().equals(table.dayColumn())) {
        row.set(column.name(), whole.get(column.name()));
      }
    }
    return row;
  }

  static long micros(Instant at) {
    return at.toEpochMilli() * 1000;
  }

  static Witness witness(WitnessKind kind, String requestId, Instant at, String region) {
    Statement.Draft said = new Statement.Draft();
    said.recordId = kind + "-" + requestId;
    said.eventAt = at.toEpochMilli();
    said.sourceRegion = "ap-southeast-6";
    said.operation = "Converse";
    said.modelId = "au.anthropic.claude-sonnet-4-6";
    said.inferenceRegion = region;
    said.inputTokens = kind == WitnessKind.LOG ? 200L : null;
    said.outputTokens = kind == WitnessKind.LOG ? 1000L : null;
    CallKey key = new CallKey("aws", ACCOUNT, requestId);
    Place place = new Place(PlaceKind.OBJECT, kind + ".json.gz", requestId.hashCode() & 0xffff, 9);
    return new Witness(key, kind, said.build(), false, place, at.toEpochMilli() + 60_000);
  }

  static Call call(String requestId, Instant at, WitnessKind... kinds) {
    Call call = null;
    for (WitnessKind kind : kinds) {
      Call one = Call.of(witness(kind, requestId, at, "ap-southeast-2"));
      call = call == null ? one : Call.merge(call, one);
    }
    return call;
  }

  static LakeRow row(Call call, RevisionLabel label) {
    return CallRows.row(judge().judge(call), label);
  }

  static LakeRow lateRow(Witness witness) {
    return new LakeRow(LakeTable.LATE)
        .set("partition", witness.key().partition())
        .set("account", witness.key().account())
        .set("request_id", witness.key().requestId())
        .set("kind", witness.kind().name())
        .set("evidence_hash", Long.toHexString(witness.place().fingerprint()))
        .setMillis("event_at", witness.statement().eventAt())
        .setMillis("arrived_at", witness.arrivedAt())
        .set("evidence", CallCodec.encode(Call.of(witness)));
  }

  static List<LakeRow> rows(LakeFiles files, LakeTable table, String path) throws IOException {
    List<LakeRow> rows = new ArrayList<>();
    try (RowFileReader reader = new RowFileReader(files, table, path)) {
      for (byte[] row = reader.next(); row != null; row = reader.next()) {
        rows.add(LakeRow.decode(row));
      }
    }
    return rows;
  }

  static List<LakeRow> rows(LakeStore store, LakeTable table) throws IOException {
    List<LakeRow> rows = new ArrayList<>();
    for (Manifest.DataFile file : store.latest().files(table)) {
      rows.addAll(rows(store.files(), table, file.path()));
    }
    return rows;
  }

  /** Column names and values, for messages that say what differs. */
  static List<Object> values(LakeRow row) {
    List<Object> values = new ArrayList<>();
    for (Column column : row.table().columns()) {
      Object value = row.get(column.name());
      values.add(
          column.name()
              + "="
              + (value instanceof byte[] b ? java.util.HexFormat.of().formatHex(b) : value));
    }
    return values;
  }

  /** Fails on two rows of one call. */
  static Map<Object, List<Object>> byRequest(List<LakeRow> rows) {
    return rows.stream()
        .collect(
            Collectors.toMap(
                row -> row.get("request_id"),
                LakeSamples::values,
                (a, b) -> {
                  throw new AssertionError("two rows of one call: " + a + " and " + b);
                },
                TreeMap::new));
  }
}
