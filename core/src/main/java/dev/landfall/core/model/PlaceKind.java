package dev.landfall.core.model;

/**
 * How strong the evidence at a place is, weakest first; the ordinal is the rank and is stored.
 *
 * <p>A digest-listed object is covered by a CloudTrail digest that AWS signed; a plain object is
 * hashed by us at first sight; a stream keeps its bytes for days only; LookupEvents for 90 days.
 */
public enum PlaceKind {
  LOOKUP,
  STREAM,
  OBJECT,
  DIGEST_LISTED_OBJECT
}
