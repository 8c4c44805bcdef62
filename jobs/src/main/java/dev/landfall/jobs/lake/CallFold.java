package dev.landfall.jobs.lake;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.pairing.RevisionLabel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All rows of one call, and its late witnesses, as one row.
 *
 * <p>Shape: the greatest row stays exactly as it is unless the others know something it does not;
 * only then is the joined evidence judged again, by the policy and catalogue of the call's time. So
 * compaction alone never changes what a report says. The label is the highest of the rows', {@code
 * CORRECTED} if a late witness added something.
 */
final class CallFold {
  private static final int EVIDENCE = LakeTable.CALLS.indexOf("evidence");
  private static final int REVISION = LakeTable.CALLS.indexOf("revision");
  private static final int LATE_EVIDENCE = LakeTable.LATE.indexOf("evidence");

  private final CallRewriter rewriter;
  private long rejudged;

  CallFold(CallRewriter rewriter) {
    this.rewriter = rewriter;
  }

  long rejudged() {
    return rejudged;
  }

  byte[] fold(List<byte[]> rows, List<byte[]> late) {
    if (rows.size() == 1 && late.isEmpty()) {
      return rows.get(0);
    }
    LakeRow greatest = null;
    Call said = null; // by the greatest row
    Call call = null;
    RevisionLabel label = RevisionLabel.EARLY;
    for (byte[] coded : rows) {
      LakeRow row = LakeRow.decode(coded);
      Call more = evidence(row.get(EVIDENCE));
      if (greatest == null || RowOrder.compare(row, greatest) > 0) {
        greatest = row;
        said = more;
      }
      label = max(label, RevisionLabel.valueOf((String) required(row.get(REVISION))));
      call = join(call, more);
    }
    Call known = call;
    for (byte[] coded : late) {
      call = join(call, evidence(LakeRow.decode(coded).get(LATE_EVIDENCE)));
    }
    RevisionLabel now = Objects.equals(call, known) ? label : RevisionLabel.CORRECTED;
    // by value, for builds before this one wrote the same evidence in other bytes
    if (Objects.equals(call, said)) {
      return required(greatest).set("revision", now.name()).encode();
    }
    rejudged++;
    return rewriter.row(required(call), now).encode();
  }

  private static @Nullable Call evidence(@Nullable Object coded) {
    return coded == null ? null : CallCodec.decode((byte[]) coded);
  }

  private static @Nullable Call join(@Nullable Call call, @Nullable Call more) {
    return call == null || more == null ? (call == null ? more : call) : Call.merge(call, more);
  }

  private static RevisionLabel max(RevisionLabel a, RevisionLabel b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a row of calls has a revision and evidence");
    }
    return value;
  }
}
