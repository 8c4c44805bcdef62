package dev.landfall.core.alert;

import static dev.landfall.core.alert.Make.BREACH;
import static dev.landfall.core.alert.Make.breach;
import static dev.landfall.core.alert.Make.decision;
import static dev.landfall.core.alert.Make.finding;
import static dev.landfall.core.alert.Make.gone;
import static dev.landfall.core.alert.Make.kinds;
import static dev.landfall.core.alert.Make.minute;
import static dev.landfall.core.alert.NoticeKind.ACKNOWLEDGE;
import static dev.landfall.core.alert.NoticeKind.RESOLVE;
import static dev.landfall.core.alert.NoticeKind.TRIGGER;
import static dev.landfall.core.alert.NoticeKind.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.detect.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AlertBookTest {
  private final AlertBook book = Make.book();

  private Alert alert(String id) {
    return book.alerts().stream().filter(a -> a.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void a_finding_is_told_once_and_again_when_it_has_grown_for_the_repeat_interval() {
    AlertNews opened = book.take(breach(1, 1, 0), minute(1));
    assertThat(kinds(opened)).containsExactly(TRIGGER);
    assertThat(opened.records()).extracting(AlertRecord::change).containsExactly("opened");

    assertThat(book.take(breach(2, 9_000, 1), minute(2)).notices()).isEmpty();
    assertThat(book.tick(minute(240)).notices()).isEmpty();

    AlertNews repeated = book.tick(minute(241));
    assertThat(kinds(repeated)).containsExactly(UPDATE);
    assertThat(repeated.notices().get(0).finding().occurrences()).isEqualTo(9_000);
    assertThat(alert(BREACH).state()).isEqualTo(AlertState.UPDATED);
    assertThat(book.tick(minute(900)).notices()).isEmpty();
  }

  @Test
  void a_graver_finding_is_told_at_once() {
    FindingRevision warning = finding(BREACH, "quota-pressure", Severity.WARNING, 1, 1, 0);
    FindingRevision critical = finding(BREACH, "quota-pressure", Severity.CRITICAL, 2, 1, 1);
    book.take(warning, minute(0));
    assertThat(kinds(book.take(critical, minute(1)))).containsExactly(UPDATE);
  }

  @Test
  void an_acknowledged_alert_is_not_repeated() {
    book.take(breach(1, 1, 0), minute(0));
    AlertNews told = book.take(decision(Decision.Kind.ACK, "d1", BREACH, 3), minute(3));
    assertThat(kinds(told)).containsExactly(ACKNOWLEDGE);
    assertThat(told.records().get(0).decision()).isNotNull();
    book.take(breach(2, 50, 4), minute(4));
    assertThat(book.tick(minute(600)).notices()).isEmpty();
  }

  @Test
  void an_old_acknowledgement_is_none_of_what_opens_later() {
    book.take(breach(1, 1, 0), minute(0));
    book.take(decision(Decision.Kind.ACK, "d1", BREACH, 3), minute(3));
    book.take(gone(breach(1, 1, 0), 2), minute(5));
    long month = 40L * 24 * 60;
    book.tick(minute(month));
    assertThat(book.alerts()).isEmpty();
    assertThat(kinds(book.take(breach(3, 2, month), minute(month)))).containsExactly(TRIGGER);
    assertThat(book.tick(minute(month + 1)).notices()).isEmpty();
  }

  @Test
  void whoever_was_told_hears_of_the_end_whatever_the_severity_is_by_then() {
    Routing routing =
        new Routing(
            List.of(
                new Route(null, Severity.CRITICAL, null, null, List.of("pager")),
                new Route(null, Severity.INFO, null, null, List.of("chat"))),
            List.of("pager", "chat"),
            Set.of("pager"));
    AlertBook routed = new AlertBook(Make.TERMS, routing, 1);
    FindingRevision grave = finding(BREACH, "quota-pressure", Severity.CRITICAL, 1, 1, 0);
    FindingRevision less = finding(BREACH, "quota-pressure", Severity.WARNING, 2, 1, 1);
    AlertNews told = routed.take(grave, minute(0));
    assertThat(told.sinks(told.notices().get(0))).containsExactly("pager");
    routed.take(less, minute(1));
    routed = AlertBook.decode(Make.TERMS, routing, routed.encode());
    AlertNews seen = routed.take(decision(Decision.Kind.ACK, "d1", BREACH, 2), minute(2));
    assertThat(seen.sinks(seen.notices().get(0))).containsExactly("chat", "pager");
    AlertNews over = routed.take(gone(less, 3), minute(3));
    assertThat(kinds(over)).containsExactly(RESOLVE);
    assertThat(over.sinks(over.notices().get(0))).containsExactly("chat", "pager");
  }

  @Test
  void two_notices_of_one_count_have_keys_of_their_own() {
    AlertBook other = AlertBook.decode(Make.TERMS, Make.ALL, book.encode());
    book.take(breach(1, 1, 0), minute(0));
    other.take(breach(1, 1, 0), minute(0));
    AlertNews seen = book.take(decision(Decision.Kind.ACK, "d1", BREACH, 1), minute(1));
    AlertNews over = other.take(gone(breach(1, 1, 0), 2), minute(1));
    assertThat(seen.notices().get(0).key()).isNotEqualTo(over.notices().get(0).key());
  }

  @Test
  void residency_never_resolves_itself_and_a_correction_is_told() {
    book.take(breach(1, 1, 0), minute(0));
    AlertNews told = book.take(gone(breach(1, 1, 0), 2), minute(5));
    assertThat(kinds(told)).containsExactly(RESOLVE);
    assertThat(told.notices().get(0).state()).isEqualTo(AlertState.SUPERSEDED);
  }

  @Test
  void a_gap_that_is_filled_is_resolved() {
    FindingRevision gap = finding("0000000000000001", "evidence-gap", Severity.ERROR, 1, 1, 0);
    book.take(gap, minute(0));
    AlertNews told = book.take(gone(gap, 2), minute(5));
    assertThat(told.notices().get(0).state()).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void a_disposition_covers_what_had_happened_and_nothing_later() {
    book.take(breach(1, 1, 0), minute(0));
    AlertNews ended = book.take(decision(Decision.Kind.DISPOSITION, "d1", BREACH, 10), minute(10));
    assertThat(kinds(ended)).containsExactly(RESOLVE);
    assertThat(alert(BREACH).state()).isEqualTo(AlertState.DISPOSITIONED);

    assertThat(book.take(breach(2, 2, 9), minute(11)).notices()).isEmpty();
    assertThat(alert(BREACH).state()).isEqualTo(AlertState.DISPOSITIONED);

    AlertNews again = book.take(breach(3, 3, 12), minute(13));
    assertThat(kinds(again)).containsExactly(TRIGGER);
    assertThat(alert(BREACH).episode()).isEqualTo(2);
  }

  @Test
  void a_rebuild_keeps_what_people_decided() {
    AlertBook rebuilt = Make.book();
    rebuilt.take(decision(Decision.Kind.DISPOSITION, "d1", BREACH, 10), minute(100));
    assertThat(rebuilt.take(breach(1, 7, 9), minute(101)).notices()).isEmpty();
    assertThat(rebuilt.tick(minute(400)).digests()).isEmpty();
    assertThat(rebuilt.alerts().iterator().next().state()).isEqualTo(AlertState.DISPOSITIONED);
  }

  @Test
  void a_silence_mutes_and_its_end_tells() {
    book.take(Make.silence("s1", Map.of("workload", "contact-centre"), 0, 30), minute(0));
    AlertNews muted = book.take(breach(1, 1, 1), minute(1));
    assertThat(muted.notices()).isEmpty();
    assertThat(alert(BREACH).mutedBy()).isEqualTo("s1");
    book.take(breach(2, 5, 20), minute(20));
    assertThat(book.tick(minute(29)).notices()).isEmpty();

    AlertNews heard = book.tick(minute(30));
    assertThat(kinds(heard)).containsExactly(TRIGGER);
    assertThat(heard.notices().get(0).finding().occurrences()).isEqualTo(5);
  }

  @Test
  void a_window_acts_in_its_time_only_and_a_silence_may_be_ended() {
    book.take(Make.silence("window", Map.of("rule", "residency-breach"), 10, 20), minute(0));
    assertThat(kinds(book.take(breach(1, 1, 5), minute(5)))).containsExactly(TRIGGER);
    String other = "00000000000000ff";
    FindingRevision second = finding(other, "residency-breach", Severity.CRITICAL, 1, 1, 12);
    assertThat(book.take(second, minute(12)).notices()).isEmpty();

    AlertNews ended = book.take(decision(Decision.Kind.UNSILENCE, "u1", "window", 13), minute(13));
    assertThat(kinds(ended)).containsExactly(TRIGGER);
  }

  @Test
  void logging_switched_off_mutes_the_gaps_it_causes_and_no_other() {
    FindingRevision off =
        finding("00000000000000a1", "evidence-gap", Severity.ERROR, 1, 1, 0, "logging-off", true);
    FindingRevision caused =
        finding("00000000000000a2", "evidence-gap", Severity.ERROR, 1, 9, 4, "log missing", true);
    FindingRevision unread =
        finding(
            "00000000000000a3",
            "evidence-gap",
            Severity.ERROR,
            1,
            1,
            4,
            "log unreadable: permission denied",
            true);
    assertThat(kinds(book.take(off, minute(1)))).containsExactly(TRIGGER);
    assertThat(book.take(caused, minute(5)).notices()).isEmpty();
    assertThat(alert("00000000000000a2").mutedBy()).isEqualTo("00000000000000a1");
    assertThat(kinds(book.take(unread, minute(5)))).containsExactly(TRIGGER);
    assertThat(kinds(book.take(breach(1, 1, 5), minute(6)))).containsExactly(TRIGGER);

    AlertNews over =
        book.take(decision(Decision.Kind.DISPOSITION, "d", "00000000000000a1", 20), minute(20));
    assertThat(kinds(over)).containsExactly(RESOLVE, TRIGGER);
  }

  @Test
  void old_findings_make_one_digest_and_a_fresh_call_is_told() {
    for (int i = 0; i < 40; i++) {
      FindingRevision old =
          finding("00000000000000%02x".formatted(i), "residency-breach", Severity.ERROR, 1, 2, 0);
      assertThat(book.take(old, minute(61)).notices()).isEmpty();
    }
    assertThat(book.tick(minute(61) + 59_000).digests()).isEmpty();
    List<AlertNews.Digest> digests = book.tick(minute(62)).digests();
    assertThat(digests).hasSize(1);
    assertThat(digests.get(0).alerts()).hasSize(40);
    assertThat(book.tick(minute(200)).digests()).isEmpty();
    Notice notice = Digests.notice(false, digests.get(0).alerts(), Make.TERMS, minute(62));
    assertThat(notice.finding().headline()).contains("40 findings", "40 residency-breach", "1 h");
    assertThat(notice.lines()).hasSize(11);

    FindingRevision fresh =
        finding("0000000000000001", "residency-breach", Severity.ERROR, 2, 3, 199);
    assertThat(kinds(book.take(fresh, minute(200)))).containsExactly(TRIGGER);
  }

  @Test
  void a_burst_of_one_group_goes_into_a_digest_of_its_own() {
    List<NoticeKind> told = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      FindingRevision each =
          finding("00000000000000%02x".formatted(i), "residency-breach", Severity.ERROR, 1, 1, 0);
      told.addAll(kinds(book.take(each, minute(0) + i)));
    }
    assertThat(told).hasSize(3);
    AlertNews news = book.tick(minute(1) + 1_000);
    assertThat(news.notices()).isEmpty();
    assertThat(news.digests()).hasSize(1);
    assertThat(news.digests().get(0).burst()).isTrue();
    assertThat(news.digests().get(0).alerts()).hasSize(17);
    assertThat(book.tick(minute(30)).notices()).isEmpty();
  }

  @Test
  void where_no_route_leads_nothing_is_told_until_it_is_graver() {
    Routing critical =
        new Routing(
            List.of(new Route(null, Severity.CRITICAL, null, null, List.of("pager"))),
            List.of("pager"),
            Set.of("pager"));
    AlertBook quiet = new AlertBook(Make.TERMS, critical, 1);
    FindingRevision warning = finding(BREACH, "quota-pressure", Severity.WARNING, 1, 1, 0);
    assertThat(quiet.take(warning, minute(0)).notices()).isEmpty();
    assertThat(quiet.alerts().iterator().next().mutedBy()).isEqualTo(AlertBook.NO_ROUTE);
    FindingRevision graver = finding(BREACH, "quota-pressure", Severity.CRITICAL, 2, 1, 1);
    assertThat(kinds(quiet.take(graver, minute(1)))).containsExactly(TRIGGER);
  }

  /** One input: which of a few findings, how it stands, or what a person does. */
  private void input(AlertBook book, int code, int at, List<String> told) {
    long now = minute(at * 7L);
    String id = "000000000000000" + code % 3;
    AlertNews news =
        switch (code % 7) {
          case 0, 1, 2 ->
              book.take(
                  finding(id, "residency-breach", Severity.ERROR, at + 1, code, at * 7L), now);
          case 3 ->
              book.take(
                  gone(finding(id, "evidence-gap", Severity.ERROR, at + 1, 1, at * 7L), at + 1),
                  now);
          case 4 -> book.take(decision(Decision.Kind.ACK, "a" + at, id, at * 7L), now);
          case 5 -> book.take(decision(Decision.Kind.DISPOSITION, "d" + at, id, at * 7L), now);
          default -> book.tick(now);
        };
    news.notices().forEach(notice -> told.add(notice.key() + notice.kind()));
  }

  @Property(tries = 300)
  void repeating_inputs_sends_nothing_twice(
      @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 200) Integer> codes) {
    AlertBook once = Make.book();
    AlertBook often = Make.book();
    List<String> toldOnce = new ArrayList<>();
    List<String> toldOften = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      input(once, codes.get(i), i, toldOnce);
      for (int n = 0; n < 3; n++) {
        input(often, codes.get(i), i, toldOften);
      }
    }
    assertThat(toldOften).isEqualTo(toldOnce).doesNotHaveDuplicates();
  }

  @Property(tries = 200)
  void a_book_read_back_goes_on_as_if_nothing_had_been(
      @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 200) Integer> codes) {
    AlertBook straight = Make.book();
    AlertBook restored = Make.book();
    List<String> told = new ArrayList<>();
    List<String> toldRestored = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      input(straight, codes.get(i), i, told);
      restored = AlertBook.decode(Make.TERMS, Make.ALL, restored.encode());
      input(restored, codes.get(i), i, toldRestored);
    }
    assertThat(toldRestored).isEqualTo(told);
    assertThat(List.copyOf(restored.alerts())).isEqualTo(List.copyOf(straight.alerts()));
  }
}
