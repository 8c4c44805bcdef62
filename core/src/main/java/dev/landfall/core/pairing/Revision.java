package dev.landfall.core.pairing;

import dev.landfall.core.model.Call;
import org.jspecify.annotations.Nullable;

/**
 * A call as it stands now, and as it stood in the revision before.
 *
 * <p>Whoever keeps sums takes away what {@code before} gave and adds what {@code after} gives. The
 * live view does so for every revision. Stored findings and the stored ledger follow settled
 * revisions only: {@code FINAL} adds {@code after}, {@code CORRECTED} takes away {@code before} and
 * adds {@code after}. A settled revision whose calls differ only in copies changes no sum.
 *
 * @param before null: this is the first revision of the call
 */
public record Revision(@Nullable Call before, Call after, RevisionLabel label) {}
