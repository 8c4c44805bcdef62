package dev.landfall.core.alert;

import java.io.Serializable;

/**
 * What a sink bears.
 *
 * @param perSecond requests a second in the long run
 * @param atOnce requests that may come together after a rest
 * @param concurrency requests in flight
 * @param batch notices in one request
 * @param grouped more alerts of a group it was told of wait for the group's interval
 * @param acknowledges it knows acknowledgements
 * @param forgets it takes an alert for resolved unless it is told again
 */
public record SinkTerms(
    String id,
    int perSecond,
    int atOnce,
    int concurrency,
    int batch,
    boolean grouped,
    boolean acknowledges,
    boolean forgets)
    implements Serializable {}
