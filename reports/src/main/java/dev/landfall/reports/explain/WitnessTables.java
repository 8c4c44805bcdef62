package dev.landfall.reports.explain;

import static dev.landfall.reports.ReportColumn.count;
import static dev.landfall.reports.ReportColumn.millis;
import static dev.landfall.reports.ReportColumn.text;
import static dev.landfall.reports.ReportColumn.time;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.model.Call;
import dev.landfall.core.model.Place;
import dev.landfall.core.model.Slot;
import dev.landfall.core.model.Statement;
import dev.landfall.core.model.WitnessKind;
import dev.landfall.reports.ReportColumn;
import dev.landfall.reports.ReportTable;
import dev.landfall.reports.lake.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call's witnesses and the places of their bytes, decoded from its evidence. */
final class WitnessTables {
  private static final List<ReportColumn> WITNESSES =
      List.of(
          text("kind", "Record"),
          time("event_at", "Time"),
          text("regions", "Region named"),
          text("source_region", "Called in"),
          text("operation", "Operation"),
          text("model_id", "Model id"),
          text("error_code", "Error"),
          count("input_tokens", "Input", "tokens"),
          count("output_tokens", "Output", "tokens"),
          count("cache_read_tokens", "Cache read", "tokens"),
          count("cache_write_tokens", "Cache write", "tokens"),
          millis("latency_ms", "Latency"),
          text("record_id", "Record id"),
          count("corrections", "Corrections", ""),
          count("copies", "Copies", ""),
          time("first_arrived_at", "First arrived"),
          time("last_arrived_at", "Last arrived"));

  private static final List<ReportColumn> PLACES =
      List.of(
          text("kind", "Record"),
          text("strength", "Kept as"),
          text("uri", "Object"),
          count("offset_bytes", "Offset", "bytes"),
          count("length_bytes", "Length", "bytes"));

  private WitnessTables() {}

  static ReportTable witnesses(Call call) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (WitnessKind kind : WitnessKind.values()) {
      Slot slot = call.slot(kind);
      if (slot != null) {
        rows.add(witness(kind, slot));
      }
    }
    return ReportTable.plain(
        "witnesses", "Records", "As corrected, where AWS corrected them.", WITNESSES, rows);
  }

  static ReportTable places(Call call) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (WitnessKind kind : WitnessKind.values()) {
      Slot slot = call.slot(kind);
      for (Place place : slot == null ? List.<Place>of() : slot.places()) {
        rows.add(
            row(kind.name(), place.kind().name(), place.uri(), place.offset(), place.length()));
      }
    }
    return ReportTable.plain(
        "places",
        "Where their bytes are",
        "Offsets count the decompressed bytes of the object.",
        PLACES,
        rows);
  }

  static ReportTable late(List<Row> late) {
    List<ReportColumn> columns =
        List.of(
            text("kind", "Record"),
            time("event_at", "Time"),
            time("arrived_at", "Arrived"),
            text("regions", "Region named"),
            text("uri", "Object"),
            count("offset_bytes", "Offset", "bytes"));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Row row : late) {
      rows.add(lateRow(row));
    }
    return ReportTable.plain("late", "Records", "", columns, rows);
  }

  private static List<@Nullable Object> lateRow(Row row) {
    byte[] evidence = row.bytes("evidence");
    Slot slot = null;
    if (evidence != null) {
      Call call = CallCodec.decode(evidence);
      slot = call.slot(WitnessKind.valueOf(String.valueOf(row.text("kind"))));
    }
    Place place = slot == null || slot.places().isEmpty() ? null : slot.places().get(0);
    return row(
        row.text("kind"),
        row.time("event_at"),
        row.time("arrived_at"),
        slot == null ? null : regions(slot),
        place == null ? null : place.uri(),
        place == null ? null : place.offset());
  }

  private static List<@Nullable Object> witness(WitnessKind kind, Slot slot) {
    Statement said = slot.effective();
    return row(
        kind.name(),
        Instant.ofEpochMilli(said.eventAt()),
        regions(slot),
        said.sourceRegion(),
        said.operation(),
        said.modelId(),
        said.errorCode(),
        said.inputTokens(),
        said.outputTokens(),
        said.cacheReadTokens(),
        said.cacheWriteTokens(),
        said.latencyMs(),
        said.recordId(),
        (long) slot.addenda().size(),
        (long) slot.copies().length + slot.addendumCopies().length,
        Instant.ofEpochMilli(slot.firstArrivedAt()),
        Instant.ofEpochMilli(slot.lastArrivedAt()));
  }

  private static @Nullable String regions(Slot slot) {
    return slot.namedRegions().isEmpty() ? null : String.join(",", slot.namedRegions());
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
