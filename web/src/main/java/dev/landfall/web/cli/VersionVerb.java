package dev.landfall.web.cli;

import dev.landfall.core.catalogue.Catalogue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Print the version of the build and of its catalogue.")
final class VersionVerb implements Callable<Integer> {
  private final Io io;

  VersionVerb(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    String version = VersionVerb.class.getPackage().getImplementationVersion();
    io.data(
        "landfall %s, catalogue %s, Java %s%n"
            .formatted(
                version == null ? "from a source tree" : version,
                Catalogue.shipped().version(),
                Runtime.version().feature()));
    return Exit.FINE;
  }
}
