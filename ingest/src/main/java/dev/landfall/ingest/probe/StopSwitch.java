package dev.landfall.ingest.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file that stops every probe on a lake: while {@code _probes/STOP} is there nothing is sent.
 *
 * <p>Anyone may make it by hand; it outlives restarts until it is taken away.
 */
public final class StopSwitch {
  private final Path file;

  private StopSwitch(Path file) {
    this.file = file;
  }

  public static StopSwitch of(Path lake) {
    return new StopSwitch(ProbeFolder.of(lake).resolve("STOP"));
  }

  public Path file() {
    return file;
  }

  public boolean isOn() {
    return Files.exists(file);
  }

  /** Stops; false: it was stopped already. */
  public boolean stop() throws IOException {
    if (isOn()) {
      return false;
    }
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(
        file, "Nothing is sent while this file is here; 'landfall probe resume' takes it away.\n");
    return true;
  }

  /** Lets probes send again; false: nothing stopped them. */
  public boolean resume() throws IOException {
    return Files.deleteIfExists(file);
  }
}
