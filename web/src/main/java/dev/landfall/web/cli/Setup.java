package dev.landfall.web.cli;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.catalogue.CatalogueFile;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.ingest.config.ConfigFile;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.config.SourceConfig;
import dev.landfall.ingest.policyfile.PolicyFile;
import dev.landfall.jobs.audittrail.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configuration, catalogue and policy, read together and checked before anything starts. */
record Setup(LandfallConfig config, Catalogue catalogue, PolicyHistory policy) {

  static Setup read(Path file, Io io) throws ConfigProblem, WrongUsage {
    LandfallConfig config = config(file, io);
    if (config.retention().packs() != null) {
      io.say(
          "landfall: "
              + config.file()
              + ": retention.packs: this version writes no evidence packs, so there is nothing for"
              + " it to remove");
    }
    Catalogue catalogue = catalogue(config);
    return new Setup(config, catalogue, PolicyFile.read(config.policy(), catalogue));
  }

  static LandfallConfig config(Path file, Io io) throws ConfigProblem, WrongUsage {
    if (!Files.exists(file)) {
      throw new WrongUsage(
          file
              + ": there is no such file; name yours with --config, or make one with logs to try:"
              + " landfall generate --out ./trial");
    }
    return ConfigFile.read(file, io.env());
  }

  static Catalogue catalogue(LandfallConfig config) throws WrongUsage {
    Path folder = config.catalogue();
    if (folder == null) {
      return Catalogue.shipped();
    }
    try {
      return Catalogue.shipped().with(CatalogueFile.folder(folder));
    } catch (IOException e) {
      throw new WrongUsage(config.file() + ": catalogue: the folder " + folder + " cannot be read");
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(folder + ": " + e.getMessage());
    }
  }

  /** Settings to run with; a folder that is not there is refused. What AWS says shows later. */
  Settings settings() throws WrongUsage {
    for (int i = 0; i < config.sources().size(); i++) {
      SourceConfig source = config.sources().get(i);
      if (source instanceof SourceConfig.Directory directory
          && !Files.isDirectory(directory.path())) {
        throw new WrongUsage(
            "%s: sources[%d].path: there is no folder %s"
                .formatted(config.file(), i, directory.path()));
      }
    }
    return Settings.of(config, policy, catalogue);
  }
}
