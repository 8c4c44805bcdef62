package dev.landfall.reports.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.core.lake.Column;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.quota.QuotaKey;
import dev.landfall.core.quota.QuotaLedger;
import dev.landfall.core.quota.QuotaUse;
import dev.landfall.reports.Window;
import dev.landfall.reports.sample.Sample;
import dev.landfall.reports.sample.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
  private static final Instant NOON = Sample.NOON;

  @TempDir Path folder;

  @Test
  void every_column_of_the_contract_can_be_read_and_comes_back_as_written() {
    for (LakeTable table : LakeTable.values()) {
      if (table.derived()) {
        continue; // opened only for the days they count: CountedReportsTest
      }
      LakeRow row = filled(table);
      TestLake written = new TestLake(folder.resolve(table.id())).write(List.of(row)).publish(NOON);
      try (Lake lake = written.open();
          LakeSession session = lake.session(Window.all())) {
        for (Column column : table.columns()) {
          Object read =
              session
                  .read(
                      "select " + LakeViews.quoted(column.name()) + " from " + table.id(),
                      column.name())
                  .get(0)
                  .get(column.name());
          assertThat(comparable(read))
              .as(table.id() + "." + column.name())
              .isEqualTo(comparable(expected(column, row.get(column.name()))));
        }
      }
    }
  }

  @Test
  void the_row_with_more_witnesses_outranks_a_later_file() {
    LakeRow poor = call("r1", NOON, 1, 0, 1, "ffff", "poor");
    LakeRow rich = call("r1", NOON, 2, 0, 2, "0000", "rich");
    assertWinner(rich, List.of(rich, poor));
  }

  @Test
  void then_more_corrections_then_more_copies_then_the_greater_content() {
    LakeRow base = call("r1", NOON, 2, 0, 2, "5555", "base");
    LakeRow corrected = call("r1", NOON, 2, 1, 3, "0000", "corrected");
    LakeRow copied = call("r1", NOON, 2, 0, 9, "0000", "copied");
    LakeRow greater = call("r1", NOON, 2, 0, 2, "6666", "greater");
    assertWinner(corrected, List.of(base, corrected, copied));
    assertWinner(copied, List.of(base, copied, greater));
    assertWinner(greater, List.of(base, greater));
  }

  @Test
  void a_call_moved_over_midnight_is_still_one_call() {
    LakeRow before = call("r1", Instant.parse("2026-11-01T23:59:59Z"), 1, 0, 1, "aa", "before");
    LakeRow after = call("r1", Instant.parse("2026-11-02T00:00:01Z"), 2, 0, 2, "aa", "after");
    TestLake written = new TestLake(folder).write(List.of(before, after)).publish(NOON);
    try (Lake lake = written.open()) {
      Window second = new Window(Instant.parse("2026-11-02T00:00:00Z"), null);
      Window first = new Window(null, Instant.parse("2026-11-02T00:00:00Z"));
      assertThat(models(lake, second)).containsExactly("after");
      assertThat(models(lake, first)).isEmpty();
    }
  }

  @Test
  void a_session_that_is_closed_twice_gives_its_connection_back_once() {
    LakeRow first = call("r1", NOON, 1, 0, 1, "aa", "first");
    LakeRow second = call("r2", NOON.plusSeconds(86_400 * 3), 1, 0, 1, "aa", "second");
    TestLake written = new TestLake(folder).write(List.of(first, second)).publish(NOON);
    Window early = new Window(null, NOON.plusSeconds(86_400));
    Window late = new Window(NOON.plusSeconds(86_400 * 2), null);
    try (Lake lake = written.open()) {
      LakeSession ended = lake.session(Window.all());
      ended.close();
      ended.close();
      assertThatThrownBy(() -> ended.read("select model_id from calls", "test"))
          .hasMessageContaining("after its end");
      try (LakeSession one = lake.session(early);
          LakeSession other = lake.session(late)) {
        assertThat(one.read("select model_id from calls", "test").get(0).text("model_id"))
            .isEqualTo("first");
        assertThat(other.read("select model_id from calls", "test").get(0).text("model_id"))
            .isEqualTo("second");
      }
    }
  }

  @Test
  void a_sealed_day_is_read_as_it_is_and_one_beside_an_open_day_is_not() {
    LakeRow twice = call("r1", NOON, 1, 0, 1, "aa", "sealed");
    TestLake sealed = new TestLake(folder.resolve("a"));
    sealed.writeSealed(List.of(twice)).writeSealed(List.of(twice)).publish(NOON);
    try (Lake lake = sealed.open()) {
      assertThat(models(lake, Window.all())).as("trusted, so not looked at").hasSize(2);
    }
    TestLake beside = new TestLake(folder.resolve("b"));
    LakeRow next = call("r2", NOON.plusSeconds(86_400), 1, 0, 1, "aa", "open");
    beside.writeSealed(List.of(twice)).writeSealed(List.of(twice)).write(List.of(next));
    try (Lake lake = beside.publish(NOON).open()) {
      assertThat(models(lake, Window.all())).containsExactlyInAnyOrder("sealed", "open");
    }
  }

  @Test
  void a_finding_that_began_on_another_day_is_still_one_finding() {
    LakeRow first = finding("f1", NOON, 1, "open");
    LakeRow moved = finding("f1", NOON.minusSeconds(9 * 86_400), 2, "superseded");
    TestLake written = new TestLake(folder).writeSealed(List.of(first)).writeSealed(List.of(moved));
    try (Lake lake = written.publish(NOON).open()) {
      assertThat(ContentDump.lines(lake, LakeTable.FINDINGS))
          .singleElement()
          .asString()
          .contains("status=superseded");
    }
  }

  @Test
  void a_minute_whose_calls_went_to_another_is_no_minute() {
    LakeRow told = quotaMinute(NOON, 1, 400);
    LakeRow takenBack = quotaMinute(NOON, 2, 0);
    LakeRow other = quotaMinute(NOON.plusSeconds(60), 1, 400);
    TestLake written = new TestLake(folder).write(List.of(told)).write(List.of(takenBack, other));
    try (Lake lake = written.publish(NOON).open()) {
      assertThat(ContentDump.lines(lake, LakeTable.QUOTA_MINUTES))
          .singleElement()
          .asString()
          .contains("settled_tokens=400");
    }
  }

  private static LakeRow quotaMinute(Instant at, long revision, long settled) {
    QuotaKey key = new QuotaKey(Sample.ACCOUNT, "eu-west-1", "anthropic.claude", "cross-region");
    QuotaLedger ledger = new QuotaLedger();
    if (settled > 0) {
      ledger.add(new QuotaUse(key, at.toEpochMilli(), at.toEpochMilli(), settled, 0L, false));
    }
    return ledger.minute(at.toEpochMilli()).row(key, null, revision);
  }

  @Test
  void a_column_that_an_older_file_lacks_is_null() {
    LakeRow row = call("r1", NOON, 1, 0, 1, "aa", "old");
    TestLake written = new TestLake(folder).writeOlder(List.of(row), 13).publish(NOON);
    try (Lake lake = written.open()) {
      assertThat(ContentDump.lines(lake, LakeTable.CALLS))
          .singleElement()
          .asString()
          .contains("model_id=old", "witnesses=∅");
    }
  }

  @Test
  void an_open_lake_keeps_its_version_and_refresh_finds_the_next() {
    TestLake written =
        new TestLake(folder).write(List.of(call("r1", NOON, 1, 0, 1, "aa", "m"))).publish(NOON);
    Lake before = written.open();
    assertThat(before.refresh()).isSameAs(before);
    written.write(List.of(call("r2", NOON, 1, 0, 1, "aa", "n"))).publish(NOON.plusSeconds(60));
    try (Lake after = before.refresh()) {
      assertThat(models(before, Window.all())).containsExactly("m");
      assertThat(models(after, Window.all())).containsExactlyInAnyOrder("m", "n");
      before.close();
      assertThat(models(after, Window.all())).hasSize(2);
    }
  }

  @Test
  void a_folder_whose_name_is_hostile_is_only_a_folder() {
    Path hostile = folder.resolve("l'ak[e] *?{x}");
    TestLake written =
        new TestLake(hostile).write(List.of(call("r1", NOON, 1, 0, 1, "aa", "m"))).publish(NOON);
    try (Lake lake = written.open()) {
      assertThat(models(lake, Window.all())).containsExactly("m");
    }
  }

  @Test
  void what_is_not_there_is_said_and_never_an_empty_lake() throws IOException {
    assertThatThrownBy(() -> Lake.open(folder.resolve("none"), LakeOptions.standard()))
        .isInstanceOf(LakeUnavailable.class)
        .hasMessageContaining("no lake at");
    assertThatThrownBy(() -> Lake.open(folder, LakeOptions.standard()))
        .isInstanceOf(LakeUnavailable.class)
        .hasMessageContaining("no published version");
    Files.createDirectories(folder.resolve("_manifests"));
    Files.writeString(folder.resolve("_manifests/v000000000001.json"), "{\"version\": 1,");
    assertThatThrownBy(() -> Lake.open(folder, LakeOptions.standard()))
        .isInstanceOf(LakeUnavailable.class)
        .hasMessageContaining("cannot read the manifest");
  }

  @Test
  void a_data_file_that_is_gone_makes_the_lake_unavailable() throws IOException {
    TestLake written =
        new TestLake(folder).write(List.of(call("r1", NOON, 1, 0, 1, "aa", "m"))).publish(NOON);
    Files.delete(folder.resolve("calls/dt=2026-11-02/f0.parquet"));
    try (Lake lake = written.open()) {
      assertThatThrownBy(() -> models(lake, Window.all())).isInstanceOf(LakeUnavailable.class);
    }
  }

  @Test
  void a_manifest_cannot_lead_outside_the_lake() throws IOException {
    Files.createDirectories(folder.resolve("_manifests"));
    Files.writeString(
        folder.resolve("_manifests/v000000000001.json"),
        """
        {"version":1,"epoch":1,"checkpoint":1,"generation":1,"writer":"up","as_of":null,"retired":[],
         "tables":{"calls":[{"path":"../secret.parquet","dt":"2026-11-02","rows":1,"bytes":1,"sealed":false}]}}
        """);
    try (Lake lake = Lake.open(folder, LakeOptions.standard())) {
      assertThatThrownBy(() -> models(lake, Window.all()))
          .isInstanceOf(LakeUnavailable.class)
          .hasMessageContaining("outside the lake");
    }
  }

  @Test
  void the_engine_reads_nothing_beside_the_lake_and_cannot_be_talked_into_it() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.csv"), "a\n1\n");
    TestLake written = new TestLake(folder.resolve("lake")).publish(NOON);
    try (Lake lake = written.open();
        LakeSession session = lake.session(Window.all())) {
      assertThatThrownBy(() -> session.read("select a from read_csv('" + secret + "')", "probe"))
          .hasMessageContaining("disabled");
      assertThatThrownBy(() -> session.read("set enable_external_access = true", "probe"))
          .isInstanceOf(LakeUnavailable.class);
    }
  }

  private void assertWinner(LakeRow winner, List<LakeRow> rows) {
    List<LakeRow> reversed = new ArrayList<>(rows);
    Collections.reverse(reversed);
    int run = 0;
    for (List<LakeRow> order : List.of(rows, reversed)) {
      Path place = folder.resolve(winner.get("model_id") + "-" + rows.size() + "-" + run++);
      TestLake written = new TestLake(place);
      order.forEach(row -> written.write(List.of(row)));
      try (Lake lake = written.publish(NOON).open()) {
        assertThat(models(lake, Window.all())).containsExactly((String) winner.get("model_id"));
      }
    }
  }

  private static List<String> models(Lake lake, Window window) {
    try (LakeSession session = lake.session(window)) {
      return session
          .read(
              "select model_id from calls where called_at >= $1 and called_at < $2",
              "models",
              window.fromBind(),
              window.toBind())
          .stream()
          .map(row -> row.text("model_id"))
          .toList();
    }
  }

  private static LakeRow call(
      String id, Instant at, long witnesses, long addenda, long copies, String hash, String model) {
    return new LakeRow(LakeTable.CALLS)
        .set("partition", "aws")
        .set("account", Sample.ACCOUNT)
        .set("request_id", id)
        .setMillis("called_at", at.toEpochMilli())
        .set("model_id", model)
        .set("witnesses", witnesses)
        .set("addenda", addenda)
        .set("copies", copies)
        .set("content_hash", hash);
  }

  private static LakeRow finding(String id, Instant at, long revision, String status) {
    return new LakeRow(LakeTable.FINDINGS)
        .set("finding_id", id)
        .set("status", status)
        .setMillis("first_seen_at", at.toEpochMilli())
        .setMillis("last_seen_at", at.toEpochMilli())
        .set("revision", revision);
  }

  private static LakeRow filled(LakeTable table) {
    LakeRow row = new LakeRow(table);
    for (Column column : table.columns()) {
      row.set(
          column.name(),
          switch (column.type()) {
            case STRING -> column.name() + " 'é' ∅";
            case LONG -> 7L + column.fieldId();
            case DOUBLE -> 0.5;
            case BOOLEAN -> true;
            case TIMESTAMP -> NOON.toEpochMilli() * 1000 + column.fieldId();
            case BYTES -> new byte[] {0, 1, (byte) 200};
          });
    }
    return row;
  }

  private static Object expected(Column column, Object value) {
    return column.type() == Column.Type.TIMESTAMP
        ? Instant.EPOCH.plusNanos((Long) value * 1000)
        : value;
  }

  private static Object comparable(Object value) {
    return value instanceof byte[] bytes ? java.util.HexFormat.of().formatHex(bytes) : value;
  }
}
