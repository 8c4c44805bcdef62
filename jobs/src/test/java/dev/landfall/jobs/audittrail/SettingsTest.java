package dev.landfall.jobs.audittrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.ingest.config.LandfallConfig;
import dev.landfall.jobs.operator.PairingTerms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void canaries_in_a_real_account_change_nothing_of_what_its_calls_await() throws Exception {
    Path file = folder.resolve("landfall.yaml");
    Files.writeString(
        file,
        """
        sources: [{ type: directory, path: logs }]
        canary: { account: "111122223333" }
        """);
    LandfallConfig config = LandfallConfig.read(file, Map.of());
    Settings settings = Settings.of(config, PolicyHistory.open(), Catalogue.shipped());
    assertThat(settings.pairing())
        .isEqualTo(PairingTerms.of(config.settle(), config.remember(), List.of()));
  }
}
