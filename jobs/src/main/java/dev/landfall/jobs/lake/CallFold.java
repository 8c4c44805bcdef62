package dev.landfall.jobs.lake;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.Call;
import dev.landfall.core.pairing.RevisionLabel;
import java.util.Arrays;
import java.util.List;
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
    Call call = null;
    RevisionLabel label = RevisionLabel.EARLY;
    for (byte[] coded : rows) {
      LakeRow row = LakeRow.decode(coded);
      greatest = greatest == null || RowOrder.compare(row, greatest) > 0 ? row : greatest;
      label = max(label, RevisionLabel.valueOf((String) required(row.get(REVISION))));
      call = join(call, row.get(EVIDENCE));
    }
    byte[] known = call == null ? new byte[0] : CallCodec.encode(call);
    for (byte[] coded : late) {
      call = join(call, LakeRow.decode(coded).get(LATE_EVIDENCE));
    }
    return settled(required(greatest), required(call), known, label);
  }

  private byte[] settled(LakeRow greatest, Call call, byte[] known, RevisionLabel label) {
    byte[] evidence = CallCodec.encode(call);
    RevisionLabel now = Arrays.equals(evidence, known) ? label : RevisionLabel.CORRECTED;
    if (Arrays.equals(evidence, (byte[]) greatest.get(EVIDENCE))) {
      return greatest.set("revision", now.name()).encode();
    }
    rejudged++;
    return rewriter.row(call, now).encode();
  }

  private static @Nullable Call join(@Nullable Call call, @Nullable Object evidence) {
    if (evidence == null) {
      return call;
    }
    Call more = CallCodec.decode((byte[]) evidence);
    return call == null ? more : Call.merge(call, more);
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
