package dev.landfall.jobs.source;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.ingest.layout.AwsLayout;
import dev.landfall.jobs.source.ObjectSplit.Errand;

/** Rows of {@code objects} for what could not be looked into; the cursor makes all others. */
final class ObjectRows {
  private ObjectRows() {}

  /** A file that could not be opened or read to its end. */
  static LakeRow unreadable(ObjectSplit split, String reason) {
    AwsLayout.Described described = AwsLayout.describe(split.path());
    return row(split)
        .set("kind", described.kind())
        .set("account", described.account())
        .set("region", described.region())
        .setMillis("covers_from_at", described.coversFrom())
        .set("status", "unreadable")
        .set("reason", reason);
  }

  /** Takes back {@link #unreadable}: the object has been read since and has a row of its own. */
  static LakeRow readAgain(ObjectSplit split) {
    return unreadable(split, "").set("status", "read").set("reason", null);
  }

  /** A folder that could not be listed, or can be again. */
  static LakeRow folder(ObjectSplit split) {
    boolean listed = split.errand() == Errand.LISTED_AGAIN;
    return row(split)
        .set("kind", "directory")
        .set("status", listed ? "read" : "unreadable")
        .set("reason", split.reason());
  }

  private static LakeRow row(ObjectSplit split) {
    LakeRow row =
        new LakeRow(LakeTable.OBJECTS)
            .set("uri", split.ref().uri())
            .set("sha256", "")
            .set("size_bytes", split.ref().sizeBytes())
            .setMillis("modified_at", split.ref().modifiedAt())
            .setMillis("first_seen_at", split.ref().firstSeenAt())
            // later words about the same place count: ordinals only grow
            .set("revision", split.ordinal());
    for (String count :
        new String[] {
          "raw_bytes",
          "records",
          "witness_records",
          "addendum_records",
          "change_records",
          "ignored_records",
          "rejected_records"
        }) {
      row.set(count, 0L);
    }
    return row.set("ignored_reasons", "{}");
  }
}
