package dev.landfall.ingest.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.testkit.ProbeSamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SampleLineTest {
  /** The reader of these lines is held to the same file. */
  @Test
  void lines_are_those_that_the_reader_expects() throws IOException {
    String written =
        SampleLine.of(ProbeSamples.streamed())
            + '\n'
            + SampleLine.of(ProbeSamples.refused())
            + '\n';
    try (var in = SampleLineTest.class.getResourceAsStream("/probe/golden.jsonl")) {
      assertThat(written).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
