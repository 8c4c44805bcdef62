package dev.landfall.ingest.lookup;

/**
 * One event of a page.
 *
 * <p>Units: {@code at} epoch milliseconds.
 *
 * @param record the CloudTrail record as JSON text; {@code null} as text where AWS left it out
 */
record LookedUpEvent(String id, long at, String record) {}
