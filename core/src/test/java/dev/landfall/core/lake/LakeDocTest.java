package dev.landfall.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/lake.md} to the contract. To write the page anew after a change of columns run
 * this test with {@code -Dlandfall.write.docs=true}.
 */
class LakeDocTest {
  private static final Path PAGE = Path.of("..", "docs", "lake.md");
  private static final String MARK = "<!-- below: written from LakeTable by LakeDocTest -->\n";

  @Test
  void the_page_lists_every_table_and_column_of_the_contract() throws IOException {
    String page = Files.readString(PAGE);
    String head = page.substring(0, page.indexOf(MARK) + MARK.length());
    String wanted = head + tables();
    if (Boolean.getBoolean("landfall.write.docs")) {
      Files.writeString(PAGE, wanted);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(wanted);
  }

  private static String tables() {
    StringBuilder out = new StringBuilder();
    for (LakeTable table : LakeTable.values()) {
      out.append("\n## ").append(table.id()).append("\n\n").append(table.doc()).append(" Version ");
      out.append(table.version()).append("; `dt` is the day of `").append(table.dayColumn());
      out.append("`; the greatest row by `").append(String.join("`, `", table.order()));
      out.append(
          "` stands.\n\n| id | column | type | role | holds |\n| --- | --- | --- | --- | --- |\n");
      for (Column c : table.columns()) {
        out.append(
            "| %d | `%s` | %s | %s | %s |%n"
                .formatted(c.fieldId(), c.name(), c.type(), c.role(), c.doc())
                .replace(System.lineSeparator(), "\n"));
      }
    }
    return out.toString();
  }
}
