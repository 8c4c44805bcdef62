package dev.landfall.core.detect;

import dev.landfall.core.catalogue.Destinations;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.Workload;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What the rules look at: one call, with where it landed or may have landed.
 *
 * <p>Units: {@code at} is when the call was made, epoch milliseconds UTC, and decides which
 * exceptions act.
 *
 * @param principal caller's ARN, without the session where it is a role's; null: not said
 * @param profile profile id or ARN; where none was used the base model, else the id; null: not said
 * @param standsFor what an application profile resolves to; else the profile itself, or null
 * @param profileUsed a profile was used, or something else that may route
 * @param routed the id names something that may send the call elsewhere
 * @param destinations where the catalogue says the id may lead; unknown unless {@code routed}
 * @param uncatalogued the profile has no row at all in the catalogue
 * @param sourceRegion Region called; null: not said
 * @param regions Regions that a witness names, or that a rule implies
 * @param outsideCatalogue observed Regions that the catalogue says cannot be
 * @param unproven why the Region is not shown: bounded, conflict or the reason of UNKNOWN; null: it
 *     is shown, or nothing ran
 * @param ran false: the call was refused before a model ran
 */
public record Landing(
    long at,
    String account,
    @Nullable String principal,
    Policy policy,
    Workload workload,
    @Nullable String profile,
    @Nullable String standsFor,
    boolean profileUsed,
    boolean routed,
    Destinations destinations,
    boolean uncatalogued,
    @Nullable String sourceRegion,
    SortedSet<String> regions,
    SortedSet<String> outsideCatalogue,
    @Nullable String unproven,
    boolean ran) {

  /** {@link #unproven} where the catalogue's closed set is all that is known. */
  public static final String BOUNDED = "bounded";

  public static final String CONFLICT = "conflict";
}
