package dev.landfall.ingest.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static long parse(String text) {
    byte[] bytes = ("x" + text + "x").getBytes(StandardCharsets.UTF_8);
    return Times.parse(bytes, 1, bytes.length - 1);
  }

  @Property(seed = "20261120")
  void agrees_with_the_platform(
      @ForAll @LongRange(min = -60_000_000_000L, max = 250_000_000_000L) long seconds) {
    Instant at = Instant.ofEpochSecond(seconds);
    assertThat(parse(at.toString())).isEqualTo(at.toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource({
    "2025-01-21 17:49:47.000000000, 2025-01-21T17:49:47Z",
    "2025-01-21T17:49:47.25Z, 2025-01-21T17:49:47.250Z",
    "2026-06-03T00:24:15+02:00, 2026-06-02T22:24:15Z",
    "2026-06-03T00:24:15-09:30, 2026-06-03T09:54:15Z"
  })
  void takes_the_forms_that_occur(String text, String utc) {
    assertThat(parse(text)).isEqualTo(Instant.parse(utc).toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-06-03",
        "2026-06-03T00:24",
        "2026-00-03T00:24:15Z",
        "2026-06-32T00:24:15Z",
        "2026-06-03T24:24:15Z",
        "2026-06-03T00:24:15.Z",
        "2026-06-03T00:24:15ZZ",
        "2026-06-03T00:24:15+2:00",
        "20x6-06-03T00:24:15Z",
        "yesterday at about noon"
      })
  void refuses_what_is_no_time(String text) {
    assertThat(parse(text)).isEqualTo(Times.NONE);
  }
}
