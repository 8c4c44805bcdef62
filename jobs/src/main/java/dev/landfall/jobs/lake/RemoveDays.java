package dev.landfall.jobs.lake;

import dev.landfall.core.lake.Manifest;
import dev.landfall.jobs.lake.RemovalAccount.Act;
import java.io.IOException;
import java.time.Instant;

/**
 * Takes days that retention no longer keeps out of the lake, in one swap: the rows that tell of
 * their calls, what was counted of them, and in their place the account of what has left. No file
 * of a kept day is written anew but those of counts that hold days of both kinds.
 */
final class RemoveDays {
  private final LakeFiles files;
  private final CompactionDisk disk;
  private final Manifest base;

  RemoveDays(LakeFiles files, CompactionDisk disk, Manifest base) {
    this.files = files;
    this.disk = disk;
    this.base = base;
  }

  Rewrite run(DaysOut out, Instant now) throws IOException {
    Rewrite rewrite = new Rewrite();
    rewrite.kept = out.kept();
    RemovalAccount account = new RemovalAccount(files);
    for (DataFileAdded each : out.files()) {
      account.add(each.table(), each.file());
      rewrite.replacesDerived(each.file()); // not rewritten: accounted for by itself
    }
    new RollupCalls(files, disk, base).removeBefore(out.kept(), rewrite);
    rewrite.added.addAll(account.write(out.ground(Act.REMOVED), base.generation(), base, now));
    return rewrite;
  }
}
