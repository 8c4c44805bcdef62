package dev.landfall.ingest.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An object that cannot be read, for a reason in few stable words that may stand in the lake. */
public final class Unreadable extends IOException {
  private static final long serialVersionUID = 1;

  private final String reason;

  public Unreadable(String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
