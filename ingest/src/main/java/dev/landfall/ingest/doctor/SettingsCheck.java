package dev.landfall.ingest.doctor;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.catalogue.CatalogueFile;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.ingest.policyfile.PolicyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Whether policy and catalogue files are valid. */
final class SettingsCheck implements Check {
  private static final String CATALOGUE = "catalogue";
  private static final String POLICY = "policy";

  private final LandfallConfig config;

  SettingsCheck(LandfallConfig config) {
    this.config = config;
  }

  @Override
  public String name() {
    return POLICY;
  }

  @Override
  public String subject() {
    return config.policy().toString();
  }

  @Override
  public List<Line> look() {
    Path folder = config.catalogue();
    Catalogue catalogue = Catalogue.shipped();
    String subject = folder == null ? "shipped" : folder.toString();
    Line line = Line.fine(CATALOGUE, subject, "version " + catalogue.version());
    try {
      if (folder != null) {
        catalogue = catalogue.with(CatalogueFile.folder(folder));
        line = Line.fine(CATALOGUE, subject, "valid, above the shipped one");
      }
    } catch (IOException e) {
      line = Line.gap(CATALOGUE, subject, "cannot be read", "mend 'catalogue'");
    } catch (IllegalArgumentException e) {
      line = Line.gap(CATALOGUE, subject, String.valueOf(e.getMessage()), "mend the row");
    }
    return List.of(line, policy(catalogue));
  }

  private Line policy(Catalogue catalogue) {
    try {
      int versions = PolicyFile.read(config.policy(), catalogue).versions().size();
      return Line.fine(POLICY, subject(), "valid, versions: " + versions);
    } catch (ConfigProblem e) {
      return Line.gap(POLICY, subject(), String.valueOf(e.getMessage()), "mend it");
    }
  }
}
