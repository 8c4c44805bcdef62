package dev.landfall.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.DetectorSpec;
import dev.landfall.core.detect.Detectors;
import dev.landfall.core.detect.Severity;
import dev.landfall.core.policy.Match;
import dev.landfall.core.policy.Places;
import dev.landfall.core.policy.Policy;
import dev.landfall.core.policy.PolicyException;
import dev.landfall.core.policy.PolicyHistory;
import dev.landfall.core.policy.Thresholds;
import dev.landfall.core.policy.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdviceTest {
  private static PolicyHistory policy(PolicyException... exceptions) {
    Workload workload =
        new Workload(
            "contact-centre",
            "cx",
            "pii",
            Match.everything(),
            Places.of("NZ", "AU"),
            List.of(),
            null);
    return new PolicyHistory(
        List.of(
            new Policy(
                "1",
                0,
                Places.anywhere(),
                List.of(workload),
                List.of(),
                Thresholds.defaults(),
                List.of(exceptions))));
  }

  private static Advice.Given breach(PolicyHistory policy) {
    return new Advice(policy, Catalogue.shipped()::country).on(Make.breach(1, 1, 0));
  }

  @Test
  void a_breach_says_value_and_limit() {
    Advice.Given given = breach(policy());
    assertThat(given.value()).isEqualTo("ap-southeast-1 (SG)");
    assertThat(given.limit()).isEqualTo("AU,NZ");
    assertThat(given.cause()).contains("apac.model-v1:0").doesNotContain("exception");
  }

  @Test
  void an_exception_that_ran_out_is_named_as_the_reason() {
    LocalDate day = LocalDate.ofEpochDay(Make.START / 86_400_000L);
    PolicyException ran =
        new PolicyException(
            "EX-1",
            "contact-centre",
            Places.of("SG"),
            "trial",
            "Kim Approver",
            day.minusDays(30),
            day.minusDays(1));
    assertThat(breach(policy(ran)).cause())
        .contains("The exception EX-1 expired on " + day.minusDays(1))
        .doesNotContain("Kim");
  }

  @Test
  void every_rule_has_a_cause_a_title_and_a_runbook() throws Exception {
    Advice advice = new Advice(policy(), Catalogue.shipped()::country);
    for (DetectorSpec spec : Detectors.all()) {
      FindingRevision f =
          Make.finding("00000000000000ff", spec.id(), Severity.ERROR, 1, 1, 0, "x", true);
      assertThat(advice.on(f).title()).isEqualTo(spec.title());
      assertThat(advice.on(f).cause()).isNotEqualTo("See the runbook.");
      Path runbook = Path.of("../docs/runbooks", spec.id() + ".md");
      assertThat(runbook).exists();
      assertThat(Files.readString(runbook))
          .startsWith("# ")
          .contains("## What it means", "## First look", "## Decide", "landfall explain")
          .contains("landfall alert disposition");
    }
  }

  @Test
  void a_profile_is_named_without_its_account() {
    assertThat(Advice.profile("arn:aws:bedrock:x:111122223333:application-inference-profile/a1"))
        .isEqualTo("application-inference-profile/a1");
  }
}
