package dev.landfall.jobs.lake;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.Call;
import dev.landfall.core.pairing.RevisionLabel;

/** Judges a call again and makes its row; a pure function of both arguments. */
@FunctionalInterface
interface CallRewriter {
  LakeRow row(Call call, RevisionLabel label);
}
