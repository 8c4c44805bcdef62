package dev.landfall.jobs.edge;

import dev.landfall.core.judge.CallRows;
import dev.landfall.core.judge.Judgement;
import dev.landfall.core.pairing.RevisionLabel;
import org.jspecify.annotations.Nullable;

/**
 * A judged call on its way to the lake: the judgement itself, or the row it fills.
 *
 * <p>Judging and writing calls run in one chain, where the judgement passes as it is and no row is
 * ever made of it; the row is what travels if the two are placed apart.
 */
public final class JudgedCall {
  private final @Nullable Judgement judgement;
  private final RevisionLabel label;
  private final byte @Nullable [] row;

  public JudgedCall(Judgement judgement, RevisionLabel label) {
    this.judgement = judgement;
    this.label = label;
    this.row = null;
  }

  /** {@code row}: in {@code LakeRow.encode()} form. */
  JudgedCall(byte[] row) {
    this.judgement = null;
    this.label = RevisionLabel.FINAL; // the row has its own
    this.row = row;
  }

  /** The row in {@code LakeRow.encode()} form, if that is all there is. */
  public byte @Nullable [] rowAlone() {
    return row;
  }

  public Judgement judgement() {
    if (judgement == null) {
      throw new IllegalStateException("only the row of this call came here");
    }
    return judgement;
  }

  public RevisionLabel label() {
    return label;
  }

  byte[] encode() {
    return row != null ? row : CallRows.row(judgement(), label).encode();
  }
}
