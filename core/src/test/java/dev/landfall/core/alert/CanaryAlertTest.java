package dev.landfall.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.canary.Canary;
import dev.landfall.core.detect.Severity;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where planted breaches go, and how they end. */
class CanaryAlertTest {
  private static FindingRevision canary(int n) {
    return Make.finding(
        Canary.alert("id-" + n), Canary.RULE, Severity.INFO, 1, 1, 0, "id-" + n, true);
  }

  private static Route route(@Nullable String rule, @Nullable String workload, String sink) {
    return new Route(rule, Severity.WARNING, workload, null, List.of(sink));
  }

  private static List<String> sinks(Route... routes) {
    return new Routing(List.of(routes), List.of("all"), Set.of()).of(canary(1));
  }

  @Test
  void it_goes_the_way_of_breaches_unless_it_has_a_way_of_its_own() {
    Route own = route(Canary.RULE, null, "own");
    Route breach = route("residency-breach", "contact-centre", "oncall");
    Route rest = route(null, null, "chat");
    assertThat(sinks(rest, breach, own)).containsExactly("own");
    assertThat(sinks(rest, breach)).containsExactly("oncall");
    assertThat(sinks(route(null, "other", "x"), rest)).containsExactly("chat");
    assertThat(sinks()).containsExactly("all");
    assertThat(sinks(route("evidence-gap", null, "x"))).isEmpty();
  }

  @Test
  void it_is_told_though_it_is_information_and_ends_when_it_is_said_to() {
    AlertBook book = Make.book();
    AlertNews told = book.take(canary(1), Make.minute(0));
    assertThat(Make.kinds(told)).containsExactly(NoticeKind.TRIGGER);
    AlertNews ended = book.take(canary(1).ended(), Make.minute(1));
    assertThat(Make.kinds(ended)).containsExactly(NoticeKind.RESOLVE);
    assertThat(book.alert(Canary.alert("id-1")).state()).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void any_number_at_once_is_told_one_by_one_and_in_groups_of_their_own() {
    AlertBook book = Make.book();
    for (int n = 0; n < 20; n++) {
      AlertNews news = book.take(canary(n), Make.minute(0));
      assertThat(Make.kinds(news)).containsExactly(NoticeKind.TRIGGER);
      assertThat(news.notices().get(0).group()).isEqualTo(Canary.alert("id-" + n));
    }
  }
}
