package dev.landfall.web.cli;

import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.LandfallConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A verb that needs the configuration: {@code --config}, and where it speaks. */
abstract class ConfiguredVerb implements Callable<Integer> {
  final Io io;
  @Mixin final ConfigOption config = new ConfigOption();

  ConfiguredVerb(Io io) {
    this.io = io;
  }

  final LandfallConfig configuration() throws ConfigProblem, WrongUsage {
    return Setup.config(config.path(io), io);
  }

  /** The configuration and what it names: catalogue and policy. */
  final Setup setup() throws ConfigProblem, WrongUsage {
    return Setup.read(config.path(io), io);
  }
}
