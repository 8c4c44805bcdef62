package dev.landfall.core.quota;

/**
 * What one caller held of a quota row at one second.
 *
 * @param caller workload; {@link QuotaUse#UNKNOWN_CALLER}: not known
 * @param tokens settled in (t-60 s, t] plus reserved in flight
 * @param requests calls admitted in (t-60 s, t]
 * @param share its part of all callers' tokens, 0 to 1; where nobody held any, of their requests
 */
public record CallerShare(String caller, long tokens, long requests, double share) {}
