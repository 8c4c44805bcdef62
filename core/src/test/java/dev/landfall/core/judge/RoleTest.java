package dev.landfall.core.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.catalogue.Catalogue;
import dev.landfall.core.detect.ClassificationRule;
import dev.landfall.core.model.Call;
import dev.landfall.core.testkit.Samples;
import org.junit.jupiter.api.Test;

class RoleTest {
  @Test
  void a_role_below_a_path_keeps_its_name_when_it_is_not_classified() {
    Call call =
        Samples.call("r")
            .principal("arn:aws:sts::111122223333:assumed-role/team/loader/session-1")
            .api()
            .build();
    assertThat(new Judge(Samples.policy("NZ"), Catalogue.shipped()).judge(call).grounds())
        .filteredOn(ground -> ground.rule().equals(ClassificationRule.SPEC.id()))
        .singleElement()
        .satisfies(
            ground ->
                assertThat(ground.headline()).contains("assumed-role/team/loader in account"));
  }
}
