package dev.landfall.ingest.config;

import java.io.Serializable;

/**
 * A value that must not be printed: its text form hides it, only {@link #reveal()} gives it. It
 * travels with the job to where the job runs.
 */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1;

  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret s && s.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
