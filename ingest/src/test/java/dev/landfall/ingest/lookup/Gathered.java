package dev.landfall.ingest.lookup;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Witness;
import dev.landfall.ingest.object.RecordSink;
import java.util.ArrayList;
import java.util.List;

/** What a history brought, kept in order. */
final class Gathered implements RecordSink {
  final List<Witness> witnesses = new ArrayList<>();
  final List<LakeRow> changes = new ArrayList<>();
  final List<LakeRow> surfaces = new ArrayList<>();
  final List<LakeRow> rejects = new ArrayList<>();
  final List<LakeRow> objects = new ArrayList<>();
  int ignored;

  /** Event ids of the witnesses. */
  List<String> ids() {
    return witnesses.stream().map(w -> String.valueOf(w.statement().recordId())).toList();
  }

  long objectSum(String column) {
    return objects.stream().mapToLong(row -> (Long) row.get(column)).sum();
  }

  List<String> statuses() {
    return objects.stream().map(row -> row.get("status") + " " + row.get("reason")).toList();
  }

  @Override
  public void witness(Witness witness) {
    witnesses.add(witness);
  }

  @Override
  public void change(LakeRow row) {
    changes.add(row);
  }

  @Override
  public void surface(LakeRow row) {
    surfaces.add(row);
  }

  @Override
  public void ignored(String reason) {
    ignored++;
  }

  @Override
  public void reject(LakeRow row) {
    rejects.add(row);
  }
}
