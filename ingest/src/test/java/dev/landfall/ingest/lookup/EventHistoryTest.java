package dev.landfall.ingest.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.servers.EventHistoryServer;
import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.object.ParseOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that speaks CloudTrail's protocol and holds to its limits, in its own time. */
class EventHistoryTest {
  private static final long NOON = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long OVERLAP = 15 * MINUTE;

  private final TestTime time = new TestTime(NOON);
  private final Gathered got = new Gathered();
  private EventHistoryServer server;
  private LookupState state = LookupState.from(NOON - 6 * HOUR);

  @BeforeAll
  static void credentials() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  @BeforeEach
  void start() throws Exception {
    server = new EventHistoryServer(time::millis, time::nanos);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void two_thousand_events_come_once_each_within_the_limit_of_requests() throws Exception {
    List<String> ids = past(2_000);

    long begun = time.millis();
    end(history(true));

    assertThat(got.ids()).containsExactlyElementsOf(ids);
    assertThat(server.throttled()).isZero();
    assertThat(server.answered()).isGreaterThan(40);
    assertThat(time.millis() - begun).isGreaterThanOrEqualTo((server.answered() - 1) * 500L);
    assertThat(got.objectSum("records")).isEqualTo(2_000);
    assertThat(got.objectSum("witness_records")).isEqualTo(2_000);
    assertThat(got.objects)
        .allSatisfy(
            row -> {
              assertThat(row.get("kind")).isEqualTo("cloudtrail-lookup");
              assertThat(row.get("region")).isEqualTo("ap-southeast-6");
            });
    assertThat(got.witnesses).allMatch(w -> w.place().kind() == PlaceKind.LOOKUP);
  }

  @Test
  void a_second_with_more_events_than_a_window_may_hold_is_read_whole() throws Exception {
    for (int n = 0; n < 2_600; n++) {
      Records.converse(server, n, NOON - HOUR, 0);
    }

    end(history(true));

    assertThat(got.ids()).hasSize(2_600).doesNotHaveDuplicates();
    assertThat(server.throttled()).isZero();
  }

  @Test
  void what_becomes_visible_late_is_found_by_the_overlap_and_nothing_comes_twice()
      throws Exception {
    EventHistory history = history(false);
    Random random = new Random(7);
    List<String> ids = new ArrayList<>();
    for (int n = 0; n < 400; n++) {
      long at = NOON + n * 10_000L;
      Records.converse(server, n, at, random.nextInt((int) OVERLAP));
      ids.add(Records.id(n));
    }
    long last = NOON + 400 * 10_000L;
    while (state.cursors().get(EventLane.BEDROCK).frontier() - OVERLAP <= last) {
      step(history);
      assertCompleteToMark(ids);
    }

    assertThat(got.ids()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(got.objectSum("records")).isEqualTo(400);
    history.close();
  }

  /** Everything with a time up to the mark has been passed on when the mark is made. */
  private void assertCompleteToMark(List<String> ids) {
    long mark = state.cursors().get(EventLane.BEDROCK).frontier() - OVERLAP;
    int complete = (int) Math.max(0, Math.min(ids.size(), Math.floorDiv(mark - NOON, 10_000) + 1));
    assertThat(got.ids()).containsAll(ids.subList(0, complete));
  }

  @Test
  void going_on_from_any_stored_state_loses_and_doubles_nothing() throws Exception {
    List<String> ids = past(700);
    List<byte[]> states = new ArrayList<>();
    List<Integer> brought = new ArrayList<>();
    EventHistory first = history(true);
    do {
      states.add(state.encode());
      brought.add(got.witnesses.size());
    } while (step(first));
    first.close();

    assertThat(states).hasSizeGreaterThan(8);
    for (int i = 0; i < states.size(); i++) {
      List<String> before = ids.subList(0, brought.get(i));
      got.witnesses.clear();
      state = LookupState.decode(LookupState.VERSION, states.get(i));
      end(history(true));
      List<String> all = new ArrayList<>(before);
      all.addAll(got.ids());
      assertThat(all).containsExactlyElementsOf(ids);
    }
  }

  @Test
  void a_longer_overlap_after_a_restart_brings_nothing_twice() throws Exception {
    past(100);
    end(history(true));
    got.witnesses.clear();
    state = LookupState.decode(LookupState.VERSION, state.encode());
    time.sleep(MINUTE);

    end(history(true, 3 * HOUR));

    assertThat(got.ids()).isEmpty();
  }

  @Test
  void throttling_by_others_and_expired_tokens_only_cost_time() throws Exception {
    List<String> ids = past(600);
    server.expire(5);
    EventHistory history = history(true);
    server.refuse("ThrottlingException");
    assertThat(history.next()).isInstanceOf(LookupStep.Failing.class);
    server.refuse("");

    end(history);

    assertThat(got.ids()).containsExactlyElementsOf(ids);
    assertThat(got.statuses()).noneMatch(status -> status.startsWith("unreadable"));
  }

  @Test
  void changes_of_trails_are_asked_for_too() throws Exception {
    Records.stopLogging(server, 1, NOON - HOUR, 0);

    end(history(true));

    assertThat(got.changes).singleElement().extracting(r -> r.get("change")).isEqualTo("trail-off");
    assertThat(got.objectSum("change_records")).isEqualTo(1);
  }

  @Test
  void a_refusal_is_one_gap_until_it_can_be_read_again() throws Exception {
    past(10);
    server.refuse("AccessDeniedException");
    EventHistory history = history(false);
    for (int n = 0; n < 9; n++) {
      step(history);
    }
    assertThat(got.statuses()).hasSize(3).containsOnly("unreadable no permission");

    server.refuse("");
    while (got.ids().size() < 10) {
      step(history);
    }
    assertThat(got.statuses()).contains("read null");
    assertThat(got.objects.get(0).get("uri"))
        .isEqualTo("cloudtrail-lookup://ap-southeast-6/bedrock.amazonaws.com/all");
    history.close();
  }

  @Test
  void a_replay_that_may_not_ask_ends_with_a_gap() throws Exception {
    server.refuse("AccessDeniedException");

    end(history(true));

    assertThat(got.statuses()).hasSize(3).containsOnly("unreadable no permission");
  }

  @Test
  void nobody_there_is_a_gap_only_after_a_minute() throws Exception {
    EventHistory history = history(false);
    server.close();
    long begun = time.millis();
    while (got.objects.isEmpty()) {
      step(history);
    }
    assertThat(got.statuses()).containsExactly("unreadable unreachable");
    assertThat(time.millis() - begun).isBetween(MINUTE, 3 * MINUTE);
    history.close();
  }

  @Test
  void a_span_that_passed_ninety_days_ago_unread_is_a_gap_for_good() throws Exception {
    past(10);
    end(history(true));
    time.sleep(Duration.ofDays(91).toMillis());

    end(history(true));

    assertThat(got.statuses()).contains("unreadable older than 90 days");
  }

  @Test
  void quiet_hours_are_said() throws Exception {
    end(history(true));

    assertThat(got.statuses()).isNotEmpty().containsOnly("empty null");
    assertThat(got.objects.stream().filter(r -> r.get("uri").toString().contains("bedrock.")))
        .hasSizeLessThanOrEqualTo(6);
  }

  /** Ids in the order of their time. */
  private List<String> past(int calls) {
    List<String> ids = new ArrayList<>();
    for (int n = 0; n < calls; n++) {
      Records.converse(server, n, NOON - 5 * HOUR + n * (4 * HOUR) / calls / 1000 * 1000, 0);
      ids.add(Records.id(n));
    }
    return ids;
  }

  private EventHistory history(boolean bounded) {
    return history(bounded, OVERLAP);
  }

  private EventHistory history(boolean bounded, long overlap) {
    AwsAccess access = AwsAccess.in("ap-southeast-6").at(server.endpoint());
    return new EventHistory(
        new EventHistory.Options(access, bounded, MINUTE, overlap, time), state.cursors());
  }

  private void end(EventHistory history) throws Exception {
    while (step(history)) {
      // until it has ended
    }
    history.close();
  }

  private boolean step(EventHistory history) throws Exception {
    LookupStep step = history.next();
    HistoryReader reader =
        new HistoryReader(
            "ap-southeast-6",
            AwsAccess.in("ap-southeast-6"),
            OVERLAP,
            ParseOptions.defaults(),
            state);
    if (step instanceof LookupStep.Looked looked) {
      reader.take(looked, got, got.objects::add);
    } else if (step instanceof LookupStep.Lost lost) {
      reader.take(lost, got.objects::add);
    } else if (step instanceof LookupStep.Failing failing) {
      reader.take(failing, got.objects::add);
    }
    return !(step instanceof LookupStep.Ended);
  }
}
