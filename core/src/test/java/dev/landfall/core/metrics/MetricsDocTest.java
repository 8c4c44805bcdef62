package dev.landfall.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/metrics.md} to the metrics there are. After adding one, run this test with
 * {@code -Dlandfall.write.docs=true}.
 */
class MetricsDocTest {
  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final String MARK = "<!-- written by MetricsDocTest -->\n";

  @Test
  void the_page_lists_every_metric() throws IOException {
    String page = Files.readString(PAGE);
    String wanted = page.substring(0, page.indexOf(MARK) + MARK.length()) + table();
    if (Boolean.getBoolean("landfall.write.docs")) {
      Files.writeString(PAGE, wanted);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(wanted);
  }

  private static String table() {
    StringBuilder out = new StringBuilder("\n| metric | type | labels | holds |\n");
    out.append("| --- | --- | --- | --- |\n");
    for (Metric m : Metric.values()) {
      String labels = m.labels().stream().map(l -> "`" + l + "`").collect(Collectors.joining(", "));
      out.append("| `%s` | %s | %s | %s |".formatted(m.id(), m.type().id(), labels, m.help()));
      out.append('\n');
    }
    return out.toString();
  }
}
