package dev.landfall.ingest.source;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one look at a store saw, or a part of it.
 *
 * <p>Shape: objects that may be new since the last look (all, the first time), in no order; the
 * same object may stand in many listings. Units: epoch milliseconds.
 *
 * @param begunAt before the first folder was opened
 * @param standsFor an object that appeared before this is in this listing or an earlier one
 * @param whole false: a part of a look, and the next listing goes on with it
 * @param problems what could not be listed to the reason; empty: the look is whole. They are
 *     settled only by a whole listing
 * @param folders folders or prefixes looked through to their end in this listing. What is in one
 *     that was never looked through before is new, however old it is
 * @param gone folders that are there no longer
 * @param forgetBefore an object that came to stand in a known folder before this has been found by
 *     now; {@link Long#MIN_VALUE}: nothing is said
 */
public record Listing(
    long begunAt,
    long standsFor,
    boolean whole,
    List<FoundObject> objects,
    Map<String, String> problems,
    Set<String> folders,
    Set<String> gone,
    long forgetBefore) {}
