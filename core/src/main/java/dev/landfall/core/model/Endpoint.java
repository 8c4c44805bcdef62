package dev.landfall.core.model;

/**
 * Which service endpoint took the call. The ordinal is part of the stored form; add at the end.
 *
 * <p>Mantle ({@code bedrock-mantle.<region>.api.aws}) never routes across Regions and never writes
 * an invocation log.
 */
public enum Endpoint {
  RUNTIME,
  MANTLE
}
