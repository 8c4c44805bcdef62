package dev.landfall.ingest.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.ingest.aws.AwsAccess;
import dev.landfall.ingest.s3.BucketServer.Fault;
import dev.landfall.ingest.source.FoundObject;
import dev.landfall.ingest.source.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BucketListerTest {
  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "eu-west-1";
  private static final String TRAIL = "AWSLogs/" + ACCOUNT + "/CloudTrail/" + REGION + "/";
  private static final String LOG =
      "AWSLogs/" + ACCOUNT + "/BedrockModelInvocationLogs/" + REGION + "/";
  private static final Duration POLL = Duration.ofSeconds(10);

  private final Ticking clock = new Ticking("2026-11-20T10:30:00Z");
  private BucketServer server;
  private BucketLister lister;

  @BeforeEach
  void start() throws Exception {
    server = new BucketServer();
  }

  @AfterEach
  void stop() {
    if (lister != null) {
      lister.close();
    }
    server.close();
  }

  @Test
  void no_look_of_an_hour_costs_more_than_three_requests_for_each_active_lane() {
    keysOfOtherDaysAndRegions();
    trail("2026-11-20T10:29", "a");
    log("2026-11-20T10", "b");
    start(watching(List.of(ACCOUNT), List.of(REGION)));
    all();

    for (int look = 0; look < 140; look++) {
      clock.pass(POLL.multipliedBy(3));
      trail(clock.instant().toString().substring(0, 16), "n" + look);
      server.lists.clear();
      Listing listing = lister.list();
      assertThat(server.lists).as("look %d", look).hasSizeBetween(2, 3 * 2);
      assertThat(names(listing)).contains("n" + look);
      assertThat(listing.problems()).isEmpty();
    }
  }

  @Test
  void quiet_regions_are_looked_at_within_the_same_budget() {
    keysOfOtherDaysAndRegions();
    trail("2026-11-20T10:29", "a");
    start(watching(List.of(), List.of()));
    all();
    Instant begun = clock.instant();

    long oldest = Long.MAX_VALUE;
    Set<String> prefixes = new TreeSet<>();
    while (clock.instant().isBefore(begun.plus(Duration.ofMinutes(20)))) {
      clock.pass(POLL);
      trail(clock.instant().toString().substring(0, 16), "n");
      server.lists.clear();
      oldest = lister.list().standsFor();
      prefixes.addAll(server.lists);
      assertThat(server.lists).hasSizeLessThanOrEqualTo(3);
    }
    assertThat(prefixes).filteredOn(p -> p.contains("/CloudTrail/")).hasSizeGreaterThan(19);
    assertThat(Duration.between(Instant.ofEpochMilli(oldest), clock.instant()))
        .isLessThan(Duration.ofMinutes(8));
  }

  @Test
  void an_object_that_appears_out_of_key_order_is_found() {
    trail("2026-11-20T10:20", "b");
    start(watching(List.of(), List.of()));
    all();
    clock.pass(POLL);

    trail("2026-11-20T10:20", "a");
    trail("2026-11-20T10:16", "z");
    log("2026-11-20T09", "first-of-its-kind");

    assertThat(names(lister.list())).contains("a", "z");
  }

  @Test
  void invocation_logs_of_the_last_two_hours_are_looked_at_again() {
    log("2026-11-20T10", "m");
    start(watching(List.of(), List.of()));
    all();
    clock.pass(POLL);

    log("2026-11-20T08", "late");

    assertThat(names(lister.list())).contains("late");
  }

  @Test
  void what_comes_into_yesterday_around_midnight_is_found_at_once() {
    clock.set("2026-11-20T23:55:00Z");
    trail("2026-11-20T23:50", "a");
    log("2026-11-20T23", "b");
    start(watching(List.of(), List.of()));
    all();
    clock.set("2026-11-21T00:05:00Z");

    trail("2026-11-20T23:57", "tail");
    trail("2026-11-21T00:01", "head");
    log("2026-11-20T22", "log-tail");
    log("2026-11-21T00", "log-head");

    assertThat(names(lister.list())).contains("tail", "head", "log-tail", "log-head");
  }

  @Test
  void an_object_that_comes_days_late_is_found_by_the_hourly_sweep() {
    trail("2026-11-20T10:20", "a");
    start(watching(List.of(), List.of()));
    all();
    trail("2026-11-16T01:00", "days-late");

    assertThat(untilFound("days-late", Duration.ofMinutes(70))).isTrue();
  }

  @Test
  void a_new_account_is_found_with_all_it_has() {
    trail("2026-11-20T10:20", "a");
    start(watching(List.of(), List.of()));
    all();
    String prefix = "AWSLogs/444455556666/CloudTrail/eu-central-1/2026/11/18/";
    server.put(
        prefix + "444455556666_CloudTrail_eu-central-1_20261118T1000Z_x.json.gz",
        Instant.parse("2026-11-18T10:00:00Z"));

    assertThat(untilFound("x", Duration.ofMinutes(6))).isTrue();
  }

  @Test
  void only_days_of_look_back_are_read_unless_the_last_life_ended_before() {
    trail("2026-11-01T10:00", "old");
    trail("2026-11-20T10:00", "new");
    start(watching(List.of(), List.of()));
    assertThat(names(all())).containsExactly("new");
    lister.close();

    lister = lister(watching(List.of(), List.of()), false, Instant.parse("2026-11-01T09:00:00Z"));
    assertThat(names(all())).containsExactlyInAnyOrder("old", "new");
  }

  @Test
  void a_replay_reads_all_days_in_parts_and_skips_what_is_not_for_us() {
    keysOfOtherDaysAndRegions();
    server.put(TRAIL.replace("CloudTrail", "CloudTrail-Digest") + "2026/11/20/d.json.gz", at());
    server.put(TRAIL.replace("CloudTrail", "CloudTrail-Insight") + "2026/11/20/i.json.gz", at());
    server.put("AWSLogs/" + ACCOUNT + "/vpcflowlogs/eu-west-1/2026/11/20/v.log.gz", at());
    server.put(LOG + "2026/11/20/10/data/r_input.json.gz", at());
    server.put(LOG.replace(REGION + "/", "amazon-bedrock-logs-permission-check"), at());
    log("2026-11-20T10", "log");
    lister = lister(watching(List.of(), List.of()), true, null);

    List<FoundObject> found = new ArrayList<>();
    int parts = 0;
    Listing part;
    do {
      part = lister.list();
      found.addAll(part.objects());
      parts++;
    } while (!part.whole());

    assertThat(found).hasSize(server.size() - 5).doesNotHaveDuplicates();
    assertThat(parts).isGreaterThan(20);
    assertThat(found).allMatch(object -> object.path().startsWith("s3://logs/"));
  }

  @Test
  void a_folder_of_bodies_is_leapt_over() {
    log("2026-11-20T10", "before");
    for (int i = 0; i < 20_000; i++) {
      server.put(LOG + "2026/11/20/10/data/%05d_input.json.gz".formatted(i), at());
    }
    server.put(LOG + "2026/11/20/10/zz.json.gz", at());
    start(watching(List.of(), List.of()));

    assertThat(names(all())).containsExactlyInAnyOrder("before", "zz");
    assertThat(server.lists).filteredOn(LOG::equals).hasSize(2);
  }

  @Test
  void an_organisation_below_any_prefix_is_found_whatever_its_letters() {
    String prefix = "team é & co+1/AWSLogs/o-ab12cd34ef/111122223333/CloudTrail/eu-west-1/";
    String key = prefix + "2026/11/20/111122223333_CloudTrail_eu-west-1_20261120T1000Z_ü.json.gz";
    server.put(key, at());
    for (String start : List.of("", "team é", "team é & co+1/", prefix, prefix + "2026/11/")) {
      start(store(start, List.of(), List.of(), server.access()));
      assertThat(all().get(0).objects())
          .as(start)
          .extracting(FoundObject::path)
          .containsExactly("s3://logs/" + key);
      lister.close();
    }
  }

  @Test
  void a_prefix_without_logs_is_a_problem_and_not_an_empty_source() {
    server.put("notes/readme.txt", at());
    start(watching(List.of(), List.of()));

    assertThat(lister.list().problems())
        .containsExactly(java.util.Map.entry("s3://logs/", "no logs in AWS's layout"));
  }

  @Test
  void a_lane_that_is_refused_is_a_problem_until_it_is_not() {
    trail("2026-11-20T10:20", "a");
    log("2026-11-20T10", "b");
    server.faults.put(LOG, Fault.DENIED);
    start(watching(List.of(), List.of()));

    assertThat(lister.list().problems())
        .containsExactly(java.util.Map.entry("s3://logs/" + LOG, "no permission"));

    server.faults.clear();
    assertThat(untilFound("b", Duration.ofMinutes(6))).isTrue();
    assertThat(lister.list().problems()).isEmpty();
  }

  @Test
  void a_bucket_that_is_refused_is_one_problem() {
    trail("2026-11-20T10:20", "a");
    log("2026-11-20T10", "b");
    start(watching(List.of(), List.of()));
    all();
    server.faults.put("", Fault.DENIED);
    clock.pass(POLL);

    assertThat(lister.list().problems())
        .containsExactly(java.util.Map.entry("s3://logs/", "no permission"));
  }

  @Test
  void a_server_that_is_away_is_one_problem_and_all_is_found_when_it_is_back() {
    trail("2026-11-20T10:20", "a");
    AwsAccess nobody = AwsAccess.in(REGION).at("http://127.0.0.1:1");
    start(store("", List.of(), List.of(), nobody));

    Listing listing = lister.list();

    assertThat(listing.problems())
        .containsExactly(java.util.Map.entry("s3://logs/", "unreachable"));
    assertThat(listing.objects()).isEmpty();
  }

  @Test
  void accounts_and_regions_that_are_not_wanted_are_not_listed() {
    keysOfOtherDaysAndRegions();
    trail("2026-11-20T10:20", "a");
    start(watching(List.of(ACCOUNT), List.of(REGION)));
    all();

    assertThat(server.lists).noneMatch(prefix -> prefix.contains("/CloudTrail/us-"));
  }

  @Test
  void the_same_object_has_the_same_version_in_every_look() {
    trail("2026-11-20T10:20", "a");
    start(watching(List.of(), List.of()));
    FoundObject first = all().get(0).objects().get(0);
    clock.pass(POLL);

    assertThat(lister.list().objects()).containsExactly(first);
  }

  // --- the scene ----------------------------------------------------------------------------

  /** 200,000 keys: 20 Regions, 10 days before yesterday, 1,000 files each. */
  private void keysOfOtherDaysAndRegions() {
    for (int region = 1; region <= 20; region++) {
      for (int day = 1; day <= 10; day++) {
        String folder =
            "AWSLogs/%s/CloudTrail/us-west-%d/2026/11/%02d/".formatted(ACCOUNT, region, day);
        Instant modified = Instant.parse("2026-11-%02dT12:00:00Z".formatted(day));
        for (int file = 0; file < 1_000; file++) {
          server.put(folder + file + "_x.json.gz", modified);
        }
      }
    }
  }

  private void trail(String minute, String name) {
    String digits = minute.replaceAll("[-:]", "").replace("Z", "");
    server.put(
        TRAIL
            + "%s/%s_CloudTrail_%s_%sZ_%s.json.gz"
                .formatted(
                    minute.substring(0, 10).replace('-', '/'), ACCOUNT, REGION, digits, name),
        clock.instant());
  }

  private void log(String hour, String name) {
    server.put(
        LOG + hour.replaceAll("[-T]", "/") + "/" + hour + "_" + name + ".json.gz", clock.instant());
  }

  private Instant at() {
    return clock.instant();
  }

  private BucketStore watching(List<String> accounts, List<String> regions) {
    return store("", accounts, regions, server.access());
  }

  private static BucketStore store(
      String prefix, List<String> accounts, List<String> regions, AwsAccess access) {
    long lookBack = Duration.ofDays(7).toMillis();
    return new BucketStore(
        BucketServer.BUCKET, prefix, access, accounts, regions, true, lookBack, null);
  }

  private void start(BucketStore store) {
    lister = lister(store, false, null);
  }

  private BucketLister lister(BucketStore store, boolean bounded, Instant listedUntil) {
    BucketPages pages = new BucketPages(store.client(), store.bucket(), 1_000_000);
    Long until = listedUntil == null ? null : listedUntil.toEpochMilli();
    return new BucketLister(store, pages, bounded, clock, until);
  }

  /** The first look to its end. */
  private List<Listing> all() {
    List<Listing> parts = new ArrayList<>();
    do {
      parts.add(lister.list());
    } while (!parts.get(parts.size() - 1).whole());
    return parts;
  }

  private boolean untilFound(String name, Duration within) {
    Instant end = clock.instant().plus(within);
    while (clock.instant().isBefore(end)) {
      clock.pass(POLL);
      if (names(lister.list()).contains(name)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> names(List<Listing> listings) {
    return listings.stream().flatMap(l -> names(l).stream()).toList();
  }

  private static List<String> names(Listing listing) {
    return listing.objects().stream()
        .map(
            o ->
                o.path()
                    .substring(Math.max(o.path().lastIndexOf('_'), o.path().lastIndexOf('/')) + 1))
        .map(name -> name.replace(".json.gz", "").toLowerCase(Locale.ROOT))
        .toList();
  }
}
