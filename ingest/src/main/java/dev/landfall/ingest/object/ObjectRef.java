package dev.landfall.ingest.object;

import dev.landfall.core.model.PlaceKind;

/**
 * A stored object before it is opened.
 *
 * <p>Units: times are epoch milliseconds UTC. {@code modifiedAt} is when its bytes arrived: an
 * event more than ten minutes after it is a reject.
 */
public record ObjectRef(
    String uri, PlaceKind placeKind, long sizeBytes, long modifiedAt, long firstSeenAt) {}
