package dev.landfall.core.alert;

import static dev.landfall.core.alert.Make.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.detect.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A sink that takes less than comes: what waits for it is bounded, and all of it is told. */
class OutboxBehindTest {
  private static final SinkTerms HOOK = new SinkTerms("hook", 100, 100, 2, 1, false, true, false);
  private static final SinkTerms CHAT = new SinkTerms("chat", 100, 100, 1, 8, false, true, false);
  private static final List<String> ROUTE = List.of("hook");
  private static final int MOST = 10;

  private long now = minute(0);
  private Outbox outbox = outbox(MOST);

  private static Outbox outbox(int most) {
    Backoff backoff =
        new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(24));
    return new Outbox(List.of(HOOK, CHAT), backoff, 0, most, 1);
  }

  private static Notice notice(String id, NoticeKind kind, String rule, Severity severity) {
    FindingRevision f = Make.finding(id, rule, severity, 1, 1, 0);
    AlertState state = kind == NoticeKind.RESOLVE ? AlertState.RESOLVED : AlertState.OPEN;
    String key = id + "-1-" + kind.id();
    return new Notice(id, key, kind, state, id, f, minute(0), minute(0), List.of());
  }

  private void add(String id, NoticeKind kind) {
    outbox.add(notice(id, kind, "residency-breach", Severity.ERROR), ROUTE, now);
  }

  private void addMany(int from, int to) {
    for (int i = from; i < to; i++) {
      add("a" + i, NoticeKind.TRIGGER);
    }
  }

  /** Everything that is due until nothing is, accepted. */
  private List<Notice> drained() {
    List<Notice> told = new ArrayList<>();
    for (int i = 0; i < 10_000 && !outbox.isEmpty(); i++, now += 100) {
      for (Outbox.Send send : outbox.due(now)) {
        told.addAll(send.notices());
        outbox.done(send, Reply.accepted(200), now);
      }
    }
    assertThat(outbox.isEmpty()).isTrue();
    return told;
  }

  private static Notice digest(List<Notice> told) {
    List<Notice> digests = told.stream().filter(n -> n.kind() == NoticeKind.DIGEST).toList();
    assertThat(digests).hasSize(1);
    return digests.get(0);
  }

  @Test
  void what_comes_when_too_many_wait_is_told_together_and_each_has_a_receipt() {
    addMany(0, 25);
    assertThat(outbox.waiting("hook")).isEqualTo(25);
    assertThat(outbox.together("hook")).isEqualTo(15);
    List<Attempt> left = outbox.leftToDigests();
    assertThat(left).hasSize(15).extracting(Attempt::outcome).containsOnly("together");
    Set<String> heard = new HashSet<>();
    left.forEach(each -> heard.add(each.notice().alertId()));
    assertThat(outbox.leftToDigests()).isEmpty();

    List<Notice> told = drained();
    Notice digest = digest(told);
    assertThat(digest.finding().headline()).startsWith("15 findings").contains("15 residency");
    assertThat(digest.lines()).hasSize(11).last().isEqualTo("and 5 more");
    told.stream().filter(n -> n != digest).forEach(n -> heard.add(n.alertId()));
    assertThat(told).hasSize(11);
    assertThat(heard).hasSize(25);
  }

  @Test
  void the_digest_goes_before_what_still_waits() {
    addMany(0, 25);
    List<Notice> told = drained();
    assertThat(told.indexOf(digest(told))).isLessThanOrEqualTo(MOST / 2 + HOOK.concurrency());
  }

  @Test
  void a_day_without_its_sink_holds_no_more_than_the_bound_and_an_id_each() {
    outbox = outbox(100);
    int alerts = 50_000;
    long mostBytes = 0;
    for (int i = 0; i < alerts; i++) {
      now += Duration.ofDays(1).toMillis() / alerts;
      add("%016x".formatted(i), NoticeKind.TRIGGER);
      add("%016x".formatted(i), NoticeKind.UPDATE);
      for (Outbox.Send send : outbox.due(now)) {
        outbox.done(send, Reply.retry(0, "no connection", null), now);
      }
      outbox.leftToDigests();
      if (i % 5_000 == 4_999) {
        mostBytes = Math.max(mostBytes, outbox.encode().length);
        assertThat(outbox.waiting("hook") - outbox.together("hook")).isLessThan(200);
      }
    }
    // One by one the 50,000 would take 250 bytes each; an id takes 20.
    assertThat(mostBytes).isLessThan(alerts * 20L + 100_000);
    long told = 0;
    for (Notice each : drained()) {
      String headline = each.finding().headline();
      told +=
          each.kind() == NoticeKind.DIGEST
              ? Long.parseLong(headline.substring(0, headline.indexOf(' ')))
              : 1;
    }
    assertThat(told).isEqualTo(alerts);
  }

  @Test
  void a_digest_is_made_each_hour_even_if_nothing_is_taken() {
    addMany(0, 20);
    now += Make.HOUR - 1;
    outbox.due(now);
    assertThat(outbox.together("hook")).isEqualTo(10);
    now += 1;
    outbox.due(now);
    assertThat(outbox.together("hook")).isZero();
    assertThat(outbox.waiting("hook")).isEqualTo(11);
  }

  @Test
  void after_a_restart_the_same_digest_has_the_same_key() {
    addMany(0, 25);
    byte[] checkpoint = outbox.encode();
    String key = digest(drained()).key();
    outbox = outbox(MOST);
    assertThat(outbox.restore(checkpoint, now)).isEmpty();
    assertThat(outbox.encode()).isEqualTo(checkpoint);
    assertThat(digest(drained()).key()).isEqualTo(key);
  }

  @Test
  void what_began_one_by_one_ends_one_by_one_and_what_began_together_ends_together() {
    add("told", NoticeKind.TRIGGER);
    drained();
    addMany(0, 20);
    add("told", NoticeKind.RESOLVE);
    add("a19", NoticeKind.RESOLVE);
    List<Notice> told = drained();
    assertThat(told.stream().filter(n -> n.kind() == NoticeKind.RESOLVE))
        .extracting(Notice::alertId)
        .containsExactly("told");
    assertThat(digest(told).lines()).contains("1 of them ended meanwhile");
  }

  @Test
  void the_end_of_what_a_digest_told_joins_the_next_while_the_sink_is_behind() {
    addMany(0, 20);
    drained();
    addMany(100, 115);
    for (int i = 10; i < 20; i++) {
      add("a" + i, NoticeKind.RESOLVE);
    }
    assertThat(outbox.together("hook")).isEqualTo(15);
    assertThat(digest(drained()).lines()).contains("10 of them ended meanwhile");
  }

  @Test
  void with_room_again_alerts_are_told_one_by_one() {
    addMany(0, 25);
    drained();
    addMany(30, 33);
    assertThat(drained()).extracting(Notice::alertId).containsExactly("a30", "a31", "a32");
  }

  @Test
  void the_gravest_are_named() {
    addMany(0, 30);
    outbox.add(
        notice("grave", NoticeKind.TRIGGER, "residency-breach", Severity.CRITICAL), ROUTE, now);
    Notice digest = digest(drained());
    assertThat(digest.finding().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(digest.lines().get(0)).contains("grave", "critical");
  }

  @Test
  void a_canary_waits_by_itself() {
    addMany(0, 25);
    outbox.add(notice("canary-1", NoticeKind.TRIGGER, Canary.RULE, Severity.INFO), ROUTE, now);
    assertThat(outbox.waits("hook", "canary-1")).isTrue();
    assertThat(drained()).extracting(Notice::alertId).contains("canary-1");
  }

  @Test
  void what_waited_a_day_for_a_dead_sink_goes_to_the_next_at_once() {
    for (int i = 0; i < 25; i++) {
      outbox.add(
          notice("a" + i, NoticeKind.TRIGGER, "residency-breach", Severity.ERROR),
          List.of("hook", "chat"),
          now);
    }
    now += Duration.ofHours(2).toMillis();
    List<Attempt> dead = new ArrayList<>();
    List<Notice> chat = new ArrayList<>();
    for (int i = 0; i < 30; i++, now += Duration.ofHours(1).toMillis()) {
      for (Outbox.Send send : outbox.due(now)) {
        boolean hook = send.sink().id().equals("hook");
        Reply reply = hook ? Reply.retry(0, "no connection", null) : Reply.accepted(200);
        List<Attempt> attempts = outbox.done(send, reply, now);
        attempts.stream().filter(each -> each.outcome().equals("dead")).forEach(dead::add);
        chat.addAll(hook ? List.of() : send.notices());
      }
    }
    assertThat(outbox.waiting("hook")).isZero();
    assertThat(dead).hasSize(MOST + 1);
    assertThat(chat.stream().filter(n -> n.kind() == NoticeKind.UNDELIVERED).toList())
        .isNotEmpty()
        .anyMatch(n -> n.lines().get(0).contains("hook"));
  }

  @Test
  void what_waits_together_for_a_sink_that_is_gone_goes_to_the_next() {
    for (int i = 0; i < 25; i++) {
      outbox.add(
          notice("a" + i, NoticeKind.TRIGGER, "residency-breach", Severity.ERROR),
          List.of("hook", "chat"),
          now);
    }
    Outbox without = new Outbox(List.of(CHAT), Backoff.standard(), 0, 1_000, 1);
    assertThat(without.restore(outbox.encode(), now)).isEmpty();
    // its own ten and its own digest's fifteen; of the other's ten notices and one digest
    assertThat(without.waiting("chat")).isEqualTo(25 + 11);
  }

  @Test
  void the_form_before_is_read() {
    ByteWriter out = new ByteWriter();
    out.writeByte(1);
    out.writeLong(7);
    out.writeLong(1);
    out.writeString("hook");
    out.writeLong(1);
    Notice notice = notice("a", NoticeKind.TRIGGER, "residency-breach", Severity.ERROR);
    new Item(3, notice, List.of(), 0, now, now, false).write(out);
    out.writeLong(0);
    assertThat(outbox.restore(out.toByteArray(), now)).isEmpty();
    assertThat(drained()).containsExactly(notice);
  }
}
