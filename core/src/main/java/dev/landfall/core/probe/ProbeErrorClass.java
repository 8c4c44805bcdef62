package dev.landfall.core.probe;

import java.util.Locale;

/** What kind of thing went wrong with a request. Ids are stored. */
public enum ProbeErrorClass {
  /** Refused for a quota: status 429 or a throttling exception, also within a stream. */
  THROTTLED,
  /** No permission: status 401 or 403. */
  DENIED,
  /** Any other status from 400 to 499: the request was not right. */
  INVALID,
  /** The model failed or took too long, as AWS's exception says. */
  MODEL,
  /** Status 500 to 599. */
  SERVER,
  /** The stream began and then carried an exception or broken bytes. */
  STREAM,
  /** No end within the probe's patience. */
  TIMEOUT,
  /** The connection could not be made or was cut. */
  NETWORK,
  /** It never left this machine: credentials, or our own fault. */
  LOCAL;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
