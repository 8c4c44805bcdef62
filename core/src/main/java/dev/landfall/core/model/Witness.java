package dev.landfall.core.model;

/**
 * One record that tells of a call, with where its bytes are.
 *
 * <p>Shape: one per record read; repeats are witnesses too, merging finds them out. {@code
 * addendum} is CloudTrail's {@code addendum.reason = UPDATED_DATA}: a correction of the record it
 * names, never a witness of its own (an addendum for a delivery delay or an outage is an ordinary
 * first record). {@code arrivedAt} is when the bytes were first available to us, epoch
 * milliseconds: an object's last-modified time or a stream's arrival time.
 */
public record Witness(
    CallKey key,
    WitnessKind kind,
    Statement statement,
    boolean addendum,
    Place place,
    long arrivedAt) {}
