package dev.landfall.jobs.audittrail;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.catalogue.CatalogueFile;
import dev.landfall.ingest.config.ConfigFile;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.policyfile.PolicyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Settings from {@code landfall.yaml} and the files it names. */
final class SettingsFiles {
  private SettingsFiles() {}

  static Settings read(Path file, Map<String, String> env) throws IOException, ConfigProblem {
    LandfallConfig config = ConfigFile.read(file, env);
    Path folder = config.catalogue();
    Catalogue catalogue =
        folder == null
            ? Catalogue.shipped()
            : Catalogue.shipped().with(CatalogueFile.folder(folder));
    return Settings.of(config, PolicyFile.read(config.policy(), catalogue), catalogue);
  }
}
