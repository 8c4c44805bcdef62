package dev.landfall.core.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LakeTableTest {
  @ParameterizedTest
  @EnumSource
  void names_and_field_ids_are_unique_and_every_column_is_explained(LakeTable table) {
    Set<String> names = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    for (Column column : table.columns()) {
      assertThat(names.add(column.name())).as(column.name()).isTrue();
      assertThat(ids.add(column.fieldId())).as(column.name()).isTrue();
      assertThat(column.doc()).as(column.name()).isNotBlank();
    }
    assertThat(names).contains(table.dayColumn()).containsAll(table.order()).doesNotContain("at");
    assertThat(table.columns().stream().map(Column::role)).contains(Column.Role.KEY);
    assertThat(LakeTable.byId(table.id())).isEqualTo(table);
  }

  @ParameterizedTest
  @EnumSource
  void a_row_survives_its_coded_form(LakeTable table) {
    LakeRow row = new LakeRow(table);
    int i = 0;
    for (Column column : table.columns()) {
      row.set(column.name(), i++ % 3 == 2 ? null : sample(column.type(), i));
    }
    LakeRow read = LakeRow.decode(row.encode());
    assertThat(read.table()).isEqualTo(table);
    for (Column column : table.columns()) {
      assertThat(read.get(column.name())).isEqualTo(row.get(column.name()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_value_of_the_wrong_type_is_refused_by_name(LakeTable table) {
    Column column = table.columns().get(0);
    Object wrong = column.type() == Column.Type.STRING ? (Object) 1L : "text";
    assertThatThrownBy(() -> new LakeRow(table).set(column.name(), wrong))
        .hasMessageContaining(column.name());
  }

  private static Object sample(Column.Type type, int i) {
    return switch (type) {
      case STRING -> "value-" + i;
      case LONG -> -1L - i;
      case TIMESTAMP -> 1_793_534_400_000_000L + i;
      case DOUBLE -> i / 7.0;
      case BOOLEAN -> i % 2 == 0;
      case BYTES -> new byte[] {1, 0, (byte) 200};
    };
  }
}
