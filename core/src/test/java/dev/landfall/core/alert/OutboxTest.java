package dev.landfall.core.alert;

import static dev.landfall.core.alert.Make.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.detect.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final SinkTerms PAGER = new SinkTerms("pager", 100, 100, 2, 1, false, true, false);
  private static final SinkTerms CHAT = new SinkTerms("chat", 1, 1, 1, 8, true, false, false);
  private static final List<String> ROUTE = List.of("pager", "chat");
  private static final long GROUP = 5 * Make.MINUTE;

  private long now = minute(0);
  private Outbox outbox = outbox();

  private static Outbox outbox() {
    return new Outbox(
        List.of(PAGER, CHAT),
        new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(24)),
        GROUP,
        5_000,
        1);
  }

  private static Notice notice(String id, NoticeKind kind, long n) {
    return notice(id, kind, n, Severity.ERROR);
  }

  private static Notice notice(String id, NoticeKind kind, long n, Severity severity) {
    FindingRevision f = Make.finding(id, "residency-breach", severity, n, n, 0);
    AlertState state = kind == NoticeKind.RESOLVE ? AlertState.RESOLVED : AlertState.OPEN;
    return new Notice(id, id + "-1-" + n, kind, state, "group", f, minute(0), minute(0), List.of());
  }

  private List<Outbox.Send> due(String sink) {
    return outbox.due(now).stream().filter(send -> send.sink().id().equals(sink)).toList();
  }

  private List<Attempt> answer(Outbox.Send send, Reply reply) {
    return outbox.done(send, reply, now);
  }

  @Test
  void nothing_of_an_alert_overtakes_what_is_in_flight_or_waits() {
    outbox.add(notice("a", NoticeKind.TRIGGER, 1), List.of("pager"), now);
    Outbox.Send trigger = due("pager").get(0);
    outbox.add(notice("a", NoticeKind.RESOLVE, 2), List.of("pager"), now);
    assertThat(due("pager")).isEmpty();
    answer(trigger, Reply.retry(500, "the sink failed", null));
    assertThat(due("pager")).isEmpty();
    now += 2_000;
    Outbox.Send again = due("pager").get(0);
    assertThat(again.notices().get(0).kind()).isEqualTo(NoticeKind.TRIGGER);
    assertThat(answer(again, Reply.accepted(202)).get(0).tries()).isEqualTo(2);
    assertThat(due("pager").get(0).notices().get(0).kind()).isEqualTo(NoticeKind.RESOLVE);
  }

  @Test
  void what_a_sink_refuses_is_not_repeated_and_the_next_sink_tells() {
    outbox.add(notice("a", NoticeKind.TRIGGER, 1), ROUTE, now);
    List<Outbox.Send> both = outbox.due(now);
    assertThat(both).hasSize(2);
    assertThat(answer(both.get(1), Reply.accepted(200)).get(0).outcome()).isEqualTo("accepted");
    Attempt refused = answer(both.get(0), Reply.rejected(404, "the sink is gone")).get(0);
    assertThat(refused.outcome()).isEqualTo("rejected");
    now += 60_000;
    assertThat(due("pager")).isEmpty();
  }

  @Test
  void the_next_sink_is_told_which_one_refused_and_why() {
    outbox.add(notice("a", NoticeKind.TRIGGER, 1), ROUTE, now);
    List<Outbox.Send> both = outbox.due(now);
    answer(both.get(0), Reply.rejected(404, "the sink is gone"));
    answer(both.get(1), Reply.accepted(200));
    now += 1_000;
    Notice told = due("chat").get(0).notices().get(0);
    assertThat(told.kind()).isEqualTo(NoticeKind.UNDELIVERED);
    assertThat(told.lines().get(0)).contains("pager", "gone", "404");
  }

  @Test
  void a_dead_sink_holds_up_no_other_and_is_tried_ever_more_seldom() {
    List<Outbox.Send> tried = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      outbox.add(notice("a" + i, NoticeKind.TRIGGER, 1), ROUTE, now);
    }
    long hour = now + Make.HOUR;
    long chats = 0;
    for (; now < hour; now += 500) {
      for (Outbox.Send send : outbox.due(now)) {
        if (send.sink().id().equals("pager")) {
          tried.add(send);
          answer(send, Reply.retry(0, "no connection", null));
        } else {
          chats += send.items().size();
          answer(send, Reply.accepted(200));
        }
      }
    }
    assertThat(chats).isEqualTo(200);
    assertThat(tried.size()).isLessThan(100);
    assertThat(outbox.waiting("pager")).isEqualTo(200);

    List<String> delivered = new ArrayList<>();
    for (int i = 0; i < 1_000 && !outbox.isEmpty(); i++, now += 500) {
      for (Outbox.Send send : outbox.due(now)) {
        delivered.addAll(send.notices().stream().map(Notice::alertId).toList());
        answer(send, Reply.accepted(202));
      }
    }
    assertThat(delivered).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void an_outage_keeps_the_newest_news_of_each_alert_only() {
    outbox.add(notice("a", NoticeKind.TRIGGER, 1), List.of("pager"), now);
    for (int n = 2; n < 5_000; n++) {
      NoticeKind kind =
          switch (n % 3) {
            case 0 -> NoticeKind.UPDATE;
            case 1 -> NoticeKind.RESOLVE;
            default -> NoticeKind.TRIGGER;
          };
      outbox.add(notice("a", kind, n), List.of("pager"), now);
    }
    assertThat(outbox.waiting("pager")).isLessThanOrEqualTo(3);
    assertThat(due("pager").get(0).notices().get(0).key()).isEqualTo("a-1-1");
  }

  @Test
  void a_sink_that_asks_to_wait_is_left_alone_that_long() {
    outbox.add(notice("a", NoticeKind.TRIGGER, 1), List.of("pager"), now);
    outbox.add(notice("b", NoticeKind.TRIGGER, 1), List.of("pager"), now);
    List<Outbox.Send> two = due("pager");
    answer(two.get(0), Reply.retry(429, "too many requests", 30_000L));
    answer(two.get(1), Reply.retry(429, "too many requests", 30_000L));
    now += 29_999;
    assertThat(due("pager")).isEmpty();
    now += 1;
    assertThat(due("pager")).hasSize(2);
  }

  @Test
  void a_sink_that_joins_is_told_of_a_group_once_in_its_interval_unless_it_is_graver() {
    outbox.add(notice("a", NoticeKind.TRIGGER, 1), List.of("chat"), now);
    outbox.add(notice("b", NoticeKind.TRIGGER, 1), List.of("chat"), now);
    Outbox.Send first = due("chat").get(0);
    assertThat(first.items()).hasSize(2);
    answer(first, Reply.accepted(200));
    now += 10_000;
    outbox.add(notice("c", NoticeKind.TRIGGER, 1), List.of("chat"), now);
    assertThat(due("chat")).isEmpty();
    outbox.add(notice("d", NoticeKind.TRIGGER, 1, Severity.CRITICAL), List.of("chat"), now);
    Outbox.Send grave = due("chat").get(0);
    assertThat(grave.notices().get(0).alertId()).isEqualTo("d");
    answer(grave, Reply.accepted(200));
    now += GROUP;
    assertThat(due("chat").get(0).notices()).extracting(Notice::alertId).containsExactly("c");
  }

  @Test
  void of_a_refused_request_with_several_notices_each_is_tried_alone() {
    outbox.add(notice("a", NoticeKind.TRIGGER, 1), List.of("chat"), now);
    outbox.add(notice("b", NoticeKind.TRIGGER, 1), List.of("chat"), now);
    Outbox.Send both = due("chat").get(0);
    assertThat(answer(both, Reply.rejected(400, "no")))
        .extracting(Attempt::outcome)
        .containsExactly("retry", "retry");
    now += 1_000;
    Outbox.Send one = due("chat").get(0);
    assertThat(one.items()).hasSize(1);
    assertThat(answer(one, Reply.rejected(400, "no")).get(0).outcome()).isEqualTo("rejected");
  }

  @Test
  void what_is_given_up_after_a_day_is_dead() {
    outbox.add(notice("a", NoticeKind.TRIGGER, 1), List.of("pager"), now);
    Outbox.Send first = due("pager").get(0);
    answer(first, Reply.retry(500, "the sink failed", null));
    now += Duration.ofHours(25).toMillis();
    assertThat(answer(due("pager").get(0), Reply.retry(500, "the sink failed", null)).get(0))
        .extracting(Attempt::outcome)
        .isEqualTo("dead");
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void after_a_restart_what_has_no_receipt_is_sent_again_under_the_same_key() {
    outbox.add(notice("a", NoticeKind.TRIGGER, 1), ROUTE, now);
    outbox.add(notice("b", NoticeKind.TRIGGER, 1), ROUTE, now);
    List<Outbox.Send> flying = outbox.due(now);
    answer(flying.get(0), Reply.accepted(202));
    byte[] checkpoint = outbox.encode();

    outbox = outbox();
    outbox.restore(checkpoint, now);
    assertThat(outbox.due(now).stream().flatMap(s -> s.notices().stream()).map(Notice::key))
        .containsExactly("b-1-1", "a-1-1", "b-1-1");
  }

  @Test
  void a_sink_that_asks_to_wait_not_at_all_is_left_alone_ever_longer_all_the_same() {
    outbox.add(notice("a", NoticeKind.TRIGGER, 1), List.of("pager"), now);
    int tried = 0;
    for (long end = now + 10 * Make.MINUTE; now < end; now += 100) {
      for (Outbox.Send send : due("pager")) {
        tried++;
        answer(send, Reply.retry(429, "too many requests", tried % 2 == 0 ? 0L : -5_000L));
      }
    }
    assertThat(tried).isBetween(5, 20);
  }

  @Test
  void what_waited_for_a_sink_that_is_gone_and_has_no_next_is_dead() {
    outbox.add(notice("a", NoticeKind.TRIGGER, 1), List.of("pager"), now);
    Outbox without = new Outbox(List.of(CHAT), Backoff.standard(), GROUP, 5_000, 1);
    List<Attempt> lost = without.restore(outbox.encode(), now);
    assertThat(lost).extracting(Attempt::outcome).containsExactly("dead");
    assertThat(lost.get(0).sink()).isEqualTo("pager");
    assertThat(without.isEmpty()).isTrue();
  }

  @Test
  void the_first_sink_of_the_rest_that_is_still_there_tells() {
    SinkTerms third = new SinkTerms("third", 100, 100, 1, 1, false, true, false);
    Outbox three = new Outbox(List.of(PAGER, CHAT, third), Backoff.standard(), GROUP, 5_000, 1);
    three.add(notice("a", NoticeKind.TRIGGER, 1), List.of("pager", "chat", "third"), now);
    Outbox without = new Outbox(List.of(third), Backoff.standard(), GROUP, 5_000, 1);
    assertThat(without.restore(three.encode(), now)).isEmpty();
    assertThat(without.waiting("third")).isEqualTo(3);
  }

  @Test
  void what_waited_for_a_sink_that_is_gone_goes_to_the_next() {
    outbox.add(notice("a", NoticeKind.TRIGGER, 1), ROUTE, now);
    byte[] checkpoint = outbox.encode();
    Outbox without = new Outbox(List.of(CHAT), Backoff.standard(), GROUP, 5_000, 1);
    without.restore(checkpoint, now);
    without.done(without.due(now).get(0), Reply.accepted(200), now);
    assertThat(without.due(now + 1_000).get(0).notices())
        .extracting(Notice::kind)
        .containsExactly(NoticeKind.UNDELIVERED);
  }
}
