package dev.landfall.core.pairing;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.Witness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pure step of pairing: what is remembered plus a witness gives what is remembered next and the
 * revisions that follow.
 *
 * <p>The order of witnesses never matters to the call that results. In a replay use {@link #merge}
 * alone and {@link #settle} when all input has ended.
 */
public final class Pairing {
  private final Expectations expectations;

  public Pairing(Expectations expectations) {
    this.expectations = expectations;
  }

  /** The next state, and the revisions to send on, in order. */
  public record Step(CallState next, List<Revision> revisions) {}

  /** Takes a witness in while the call is live. */
  public Step on(@Nullable CallState state, Witness witness) {
    Call seen = Call.of(witness);
    if (state == null) {
      return step(null, seen, false, false);
    }
    Call merged = Call.merge(state.call(), seen);
    if (merged.equals(state.call())) {
      return new Step(state, List.of());
    }
    return step(state.call(), merged, state.settled(), state.provisional());
  }

  /** Takes a witness in without revisions, for a replay. */
  public Call merge(@Nullable Call call, Witness witness) {
    Call seen = Call.of(witness);
    return call == null ? seen : Call.merge(call, seen);
  }

  /** Ten minutes have passed since the first witness: the lake may show the call as provisional. */
  public Step provisional(CallState state) {
    if (state.settled() || state.provisional()) {
      return new Step(state, List.of());
    }
    return new Step(
        new CallState(state.call(), false, true),
        List.of(new Revision(state.call(), state.call(), RevisionLabel.PROVISIONAL)));
  }

  /** The settle window has passed, or all input of a replay has ended. */
  public Step settle(CallState state) {
    if (state.settled()) {
      return new Step(state, List.of());
    }
    return new Step(
        new CallState(state.call(), true, state.provisional()),
        List.of(new Revision(state.call(), state.call(), RevisionLabel.FINAL)));
  }

  private Step step(@Nullable Call before, Call after, boolean settled, boolean provisional) {
    RevisionLabel label =
        settled
            ? RevisionLabel.CORRECTED
            : Awaited.of(after, expectations).isEmpty()
                ? RevisionLabel.FINAL
                : provisional ? RevisionLabel.PROVISIONAL : RevisionLabel.EARLY;
    return new Step(
        new CallState(after, label.settled(), provisional),
        List.of(new Revision(before, after, label)));
  }
}
