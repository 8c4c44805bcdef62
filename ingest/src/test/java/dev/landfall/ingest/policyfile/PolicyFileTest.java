package dev.landfall.ingest.policyfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.core.policy.AppliedQuota;
import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Workload;
import dev.landfall.ingest.config.ConfigProblem;
import dev.landfall.ingest.config.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyFileTest {
  private static final Path CASES = Path.of("src/test/resources/policy");

  static List<Path> faults() throws IOException {
    return Faults.in(CASES);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_is_named_with_its_place_and_what_would_be_right(Path file) throws IOException {
    ConfigProblem problem = catchThrowableOfType(ConfigProblem.class, () -> PolicyFile.read(file));

    Faults.assertNamed(file, problem);
  }

  @Test
  void every_documented_key_is_read() throws ConfigProblem {
    PolicyHistory history = PolicyFile.read(CASES.resolve("ok/as-documented.yaml"));

    assertThat(history.versions()).hasSize(1);
    Policy policy = history.versions().get(0);
    assertThat(policy.version()).isEqualTo("2026-11-01");
    assertThat(policy.effectiveFrom())
        .isEqualTo(Instant.parse("2026-11-01T00:00:00Z").toEpochMilli());
    assertThat(policy.defaultAllowed()).isEqualTo(Places.anywhere());
    Workload workload = policy.workloads().get(0);
    assertThat(workload.id()).isEqualTo("contact-centre");
    assertThat(workload.owner()).isEqualTo("cx-platform");
    assertThat(workload.dataClass()).isEqualTo("customer-pii");
    assertThat(workload.allowed()).isEqualTo(Places.of("NZ", "AU"));
    assertThat(workload.forbidProfiles()).containsExactly("global");
    assertThat(workload.p95Ms()).isEqualTo(600L);
    assertThat(workload.match().metadata()).containsEntry("project", "cx-*");
    assertThat(history.metadataKeys()).containsExactly("project");
    assertThat(policy.quotas())
        .containsExactly(
            new AppliedQuota(
                "111122223333",
                "ap-southeast-6",
                "anthropic.claude-sonnet-4-6",
                "cross-region",
                200_000L,
                200L),
            new AppliedQuota(
                "111122223333",
                "us-east-1",
                "anthropic.claude-opus-4-8",
                "mantle",
                20_000_000L,
                null,
                9_000_000_000L,
                4_000_000L));
    assertThat(policy.thresholds().quota()).containsExactly(0.60, 0.80, 0.90);
    assertThat(policy.exceptions().get(0).expires()).isEqualTo(LocalDate.parse("2026-12-31"));
  }

  @Test
  void several_documents_are_a_history_in_order_of_effect() throws ConfigProblem {
    PolicyHistory history = PolicyFile.read(CASES.resolve("ok/history-in-documents.yaml"));

    assertThat(history.versions()).extracting(Policy::version).containsExactly("a", "b");
    assertThat(history.at(Instant.parse("2026-11-15T00:00:00Z").toEpochMilli()).defaultAllowed())
        .isEqualTo(Places.of("NZ"));
  }

  @Test
  void a_list_is_a_history_too() throws ConfigProblem {
    PolicyHistory history = PolicyFile.read(CASES.resolve("ok/history-in-a-list.yaml"));

    assertThat(history.versions()).extracting(Policy::version).containsExactly("a", "b");
  }
}
