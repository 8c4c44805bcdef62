package dev.landfall.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRefTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "anthropic.claude-sonnet-4-6, FOUNDATION, anthropic.claude-sonnet-4-6, -",
        "anthropic.claude-v2:1, FOUNDATION, anthropic.claude-v2:1, -",
        "meta.llama3.1-70b, FOUNDATION, meta.llama3.1-70b, -",
        "au.anthropic.claude-sonnet-4-6, GEOGRAPHIC_PROFILE, anthropic.claude-sonnet-4-6,"
            + " au.anthropic.claude-sonnet-4-6",
        "in.anthropic.claude-x, GEOGRAPHIC_PROFILE, anthropic.claude-x, in.anthropic.claude-x",
        "kr.anthropic.claude-x, GEOGRAPHIC_PROFILE, anthropic.claude-x, kr.anthropic.claude-x",
        "us-gov.anthropic.claude-x, GEOGRAPHIC_PROFILE, anthropic.claude-x,"
            + " us-gov.anthropic.claude-x",
        "global.amazon.nova-2-lite-v1:0, GLOBAL_PROFILE, amazon.nova-2-lite-v1:0,"
            + " global.amazon.nova-2-lite-v1:0",
        "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0,"
            + " GEOGRAPHIC_PROFILE, amazon.nova-lite-v1:0, us.amazon.nova-lite-v1:0",
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0, FOUNDATION,"
            + " amazon.nova-lite-v1:0, -",
        "arn:aws:bedrock:::foundation-model/amazon.nova-lite-v1:0, FOUNDATION_ANYWHERE,"
            + " amazon.nova-lite-v1:0, -",
        "arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abc123,"
            + " APPLICATION_PROFILE, -,"
            + " arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abc123",
        "arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/x1, PROVISIONED, -, -",
        "arn:aws:bedrock:eu-west-1:111122223333:prompt/P1:2, PROMPT, -, -",
        "arn:aws:bedrock:eu-west-1:111122223333:default-prompt-router/r, PROMPT_ROUTER, -, -",
        "arn:aws:bedrock:eu-west-1:111122223333:imported-model/m, CUSTOM, -, -",
        "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/m, CUSTOM, -, -",
        "arn:broken, UNRECOGNISED, -, -",
        "nonsense, UNRECOGNISED, -, -",
      })
  void every_form_of_a_model_id_is_told_apart(
      String raw, ModelRef.Kind kind, String model, String profile) {
    ModelRef read = ModelRef.parse(raw);
    assertThat(read.kind()).isEqualTo(kind);
    assertThat(read.model()).isEqualTo(model);
    assertThat(read.profile()).isEqualTo(profile);
    assertThat(read.raw()).isEqualTo(raw);
  }
}
