package dev.landfall.core.judge;

import dev.landfall.core.detect.Ground;
import dev.landfall.core.pairing.PairingLabel;
import dev.landfall.core.policy.Workload;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of a call, and of every other that is like it in all they look at.
 *
 * <p>Shape: shared by the {@link Judgement}s of such calls and never changed, so whoever works with
 * many of them may keep what follows from a decision under its identity; account, role, source
 * Region and error are one for all its calls too. Missing: as in the columns of the table calls.
 *
 * @param model base model id; null: the id does not tell
 * @param profile inference profile id or ARN; null: none was used
 * @param profileKind what the model id names, by name; null: no model id is said
 * @param reason why the Region is unknown; null for other verdicts
 * @param boundedRegions the catalogue's destinations of the profile; null: open, unknown or none
 * @param inferenceRegion where it ran; null: not shown, or nothing ran
 * @param tariff how such a call burns quota
 * @param grounds what the rules object to, at time zero: each call gives them its own
 * @param rules ids of the rules that object, sorted
 * @param findingIds ids of the findings that the grounds make, sorted
 */
public record Decision(
    @Nullable String model,
    @Nullable String profile,
    @Nullable String profileKind,
    PairingLabel pairing,
    Verdict verdict,
    @Nullable String reason,
    SortedSet<String> trailRegions,
    SortedSet<String> logRegions,
    @Nullable SortedSet<String> boundedRegions,
    @Nullable String inferenceRegion,
    @Nullable String country,
    boolean outsideCatalogue,
    Workload workload,
    Placement placement,
    String policyVersion,
    String catalogueVersion,
    Tariff tariff,
    List<Ground> grounds,
    SortedSet<String> rules,
    SortedSet<String> findingIds) {}
