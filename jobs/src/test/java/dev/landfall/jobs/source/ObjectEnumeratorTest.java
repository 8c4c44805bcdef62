package dev.landfall.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.core.canary.CanaryId;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.ingest.object.Limits;
import dev.landfall.ingest.source.ObjectStore;
import dev.landfall.jobs.edge.LiveCodec;
import dev.landfall.jobs.source.ObjectSplit.Errand;
import dev.landfall.jobs.source.SourceSignals.CompleteTo;
import dev.landfall.jobs.source.SourceSignals.Holding;
import dev.landfall.jobs.source.SourceSignals.Idle;
import dev.landfall.jobs.source.SourceSignals.SplitDone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectEnumeratorTest {
  private static final long DELAY = 900_000;
  private static final long SILENT = 600_000;
  private static final long REMEMBER = Duration.ofDays(7).toMillis();

  @TempDir Path home;
  private final FakeEnumeratorContext context = new FakeEnumeratorContext(2);
  // real files carry real times, which must not lie behind the horizon
  private final SetClock clock = new SetClock(Clock.systemUTC().instant());

  @Test
  void a_mark_follows_only_when_every_reader_is_done_and_allows_for_delay() throws Exception {
    file("a.json.gz", 10);
    ObjectEnumerator enumerator = started(watching(), EnumeratorState.empty());
    long looked = clock.millis();
    context.tick();
    enumerator.handleSplitRequest(0, null);
    ObjectSplit split = context.assigned.get(0).get(0);

    assertThat(context.sent(0, CompleteTo.class)).isEmpty();

    done(enumerator, 0, split);
    assertThat(context.sent(0, CompleteTo.class)).containsExactly(new CompleteTo(looked - DELAY));
    assertThat(context.sent(1, CompleteTo.class)).containsExactly(new CompleteTo(looked - DELAY));
  }

  @Test
  void the_standing_says_when_the_newest_file_came_also_after_a_restore() throws Exception {
    file("a.json.gz", 10);
    ObjectEnumerator enumerator = started(watching(), EnumeratorState.empty());
    context.tick();
    Long came = newestArrival();
    assertThat(came).isNotNull().isBetween(clock.millis() - 60_000, clock.millis() + 60_000);

    EnumeratorState.Serializer serializer = new EnumeratorState.Serializer();
    byte[] stored = serializer.serialize(enumerator.snapshotState(1));
    assertThat(serializer.deserialize(3, stored).newestArrivalAt()).isEqualTo(came);
  }

  @Test
  void a_canary_that_landfall_planted_makes_no_folder_look_alive() throws Exception {
    String id = CanaryId.of("111122223333", clock.millis(), 1);
    file("111122223333_CloudTrail_eu-west-1_20261102T1200Z_" + id + ".json.gz", 10);
    started(watching(), EnumeratorState.empty());
    context.tick();
    assertThat(newestArrival()).isNull();
    file("111122223333_CloudTrail_eu-west-1_20261102T1200Z_aBcDeFgHiJkLmNoP.json.gz", 10);
    context.tick();
    assertThat(newestArrival()).isNotNull();
  }

  private @Nullable Long newestArrival() {
    List<SourceSignals.Standing> told = context.sent(0, SourceSignals.Standing.class);
    return LiveCodec.source(told.get(told.size() - 1).coded()).newestArrivalAt();
  }

  @Test
  void no_mark_is_made_before_every_reader_has_said_what_it_holds() throws Exception {
    file("digest.txt", 1);
    ObjectEnumerator enumerator = created(watching(), restored(6));
    hold(enumerator, 0, Set.of());
    context.tick();

    assertThat(context.sent(0, CompleteTo.class)).isEmpty();

    hold(enumerator, 1, Set.of(5L));
    context.tick();
    assertThat(context.sent(0, CompleteTo.class)).isEmpty();

    enumerator.handleSourceEvent(1, new SplitDone(5, "/p", null, false));
    assertThat(context.sent(0, CompleteTo.class)).hasSize(1);
  }

  @Test
  void a_reader_that_comes_back_is_asked_again_before_the_next_mark() throws Exception {
    file("digest.txt", 1);
    ObjectEnumerator enumerator = started(watching(), EnumeratorState.empty());
    context.tick();
    int before = context.sent(0, CompleteTo.class).size();
    context.lose(1);
    context.tick();
    context.register(1);
    enumerator.addReader(1);
    context.tick();

    assertThat(context.sent(0, CompleteTo.class)).hasSize(before);

    hold(enumerator, 1, Set.of());
    context.tick();
    assertThat(context.sent(0, CompleteTo.class)).hasSize(before + 1);
  }

  @Test
  void a_replay_gives_large_objects_first_and_ends() throws Exception {
    file("small.json.gz", 10);
    file("large.json.gz", 5 << 20);
    ObjectEnumerator enumerator = started(replaying(), EnumeratorState.empty());
    enumerator.handleSplitRequest(0, null);
    enumerator.handleSplitRequest(1, null);
    assertThat(context.ended).isEmpty();

    context.tick();

    assertThat(context.assigned.get(0))
        .singleElement()
        .extracting(s -> name(s))
        .isEqualTo("large.json.gz");
    assertThat(context.assigned.get(1))
        .singleElement()
        .extracting(s -> name(s))
        .isEqualTo("small.json.gz");
    enumerator.handleSplitRequest(0, null);
    assertThat(context.ended).containsExactly(0);
    assertThat(context.sent(0, CompleteTo.class)).isEmpty();
  }

  @Test
  void a_file_is_given_once_also_after_a_restore() throws Exception {
    file("a.json.gz", 10);
    ObjectEnumerator first = started(watching(), EnumeratorState.empty());
    context.tick();
    context.tick();
    EnumeratorState.Serializer serializer = new EnumeratorState.Serializer();
    byte[] stored = serializer.serialize(first.snapshotState(1));

    ObjectEnumerator second =
        started(watching(), serializer.deserialize(serializer.getVersion(), stored));
    file("b.json.gz", 10);
    context.tick();
    second.handleSplitRequest(0, null);

    assertThat(context.assigned.get(0))
        .extracting(ObjectEnumeratorTest::name)
        .containsExactlyInAnyOrder("a.json.gz", "b.json.gz");
    assertThat(context.assigned.get(0)).extracting(ObjectSplit::ordinal).doesNotHaveDuplicates();
  }

  @Test
  void small_objects_are_given_several_in_one_message() throws Exception {
    for (int i = 0; i < 5; i++) {
      file(i + ".json.gz", 10);
    }
    ObjectEnumerator enumerator = started(watching(), EnumeratorState.empty());
    context.tick();
    enumerator.handleSplitRequest(0, null);

    assertThat(context.assigned.get(0)).hasSize(5);
    assertThat(context.assignments).isEqualTo(1);
  }

  @Test
  void a_folder_that_cannot_be_listed_is_said_once_and_stops_marks_until_it_is_silent()
      throws Exception {
    Path logs = home.resolve("logs");
    ObjectEnumerator enumerator = started(watching(), EnumeratorState.empty());
    context.tick();
    clock.pass(Duration.ofMillis(SILENT - 1));
    context.tick();
    enumerator.handleSplitRequest(0, null);

    assertThat(context.assigned.get(0))
        .singleElement()
        .satisfies(
            split -> {
              assertThat(split.errand()).isEqualTo(Errand.UNLISTED);
              assertThat(split.reason()).isEqualTo("no such folder");
            });
    assertThat(context.sent(0, Idle.class)).isEmpty();

    clock.pass(Duration.ofMillis(2));
    context.tick();
    context.tick();
    assertThat(context.sent(0, Idle.class)).hasSize(1);
    assertThat(context.sent(0, CompleteTo.class)).isEmpty();

    Files.createDirectories(logs);
    done(enumerator, 0, context.assigned.get(0).get(0));
    context.tick();
    enumerator.handleSplitRequest(1, null);
    assertThat(context.assigned.get(1))
        .singleElement()
        .extracting(ObjectSplit::errand)
        .isEqualTo(Errand.LISTED_AGAIN);
    done(enumerator, 1, context.assigned.get(1).get(0));
    assertThat(context.sent(0, CompleteTo.class)).isNotEmpty();
  }

  @Test
  void a_folder_that_went_while_nothing_ran_holds_marks_where_it_was_last_looked_through()
      throws Exception {
    Path logs = Files.createDirectories(home.resolve("logs"));
    ObjectEnumerator before = started(watching(), EnumeratorState.empty());
    context.tick();
    context.tick();
    long marked = latestMark();
    EnumeratorState state = stored(before);
    Files.delete(logs);
    clock.pass(Duration.ofHours(3));

    ObjectEnumerator after = started(watching(), state);
    context.tick();
    after.handleSplitRequest(0, null);
    List<ObjectSplit> given = context.assigned.get(0);
    ObjectSplit unlisted = given.get(given.size() - 1);
    assertThat(unlisted.errand()).isEqualTo(Errand.UNLISTED);
    done(after, 0, unlisted);
    context.tick();

    assertThat(marked).isGreaterThan(Long.MIN_VALUE);
    assertThat(latestMark()).isEqualTo(marked);
  }

  @Test
  void an_unreadable_file_holds_marks_is_tried_again_and_then_lets_them_go() throws Exception {
    file("a.json.gz", 10);
    ObjectEnumerator enumerator = started(watching(), EnumeratorState.empty());
    context.tick();
    enumerator.handleSplitRequest(0, null);
    ObjectSplit split = context.assigned.get(0).get(0);
    enumerator.handleSourceEvent(
        0, new SplitDone(split.ordinal(), split.path(), coded(split), true));
    long found = split.ref().firstSeenAt() - DELAY;
    assertThat(latestMark()).isLessThan(found);

    clock.pass(Duration.ofMinutes(1));
    context.tick();
    enumerator.handleSplitRequest(0, null);
    ObjectSplit again = context.assigned.get(0).get(1);
    assertThat(again.errand()).isEqualTo(Errand.RETRY);
    assertThat(again.ordinal()).isGreaterThan(split.ordinal());
    assertThat(latestMark()).isLessThan(found);

    done(enumerator, 0, again);
    context.tick();
    assertThat(latestMark()).isGreaterThanOrEqualTo(found);
  }

  @Test
  void a_steady_trickle_of_unreadable_files_makes_the_mark_trail_and_never_stand_still()
      throws Exception {
    ObjectEnumerator enumerator = started(watching(), EnumeratorState.empty());
    long begun = clock.millis();
    int failed = 0;
    for (int i = 0; i < 12; i++) {
      file("unreadable-" + i + ".json.gz", 10 + i);
      context.tick();
      enumerator.handleSplitRequest(0, null);
      List<ObjectSplit> given = context.assigned.get(0);
      for (; failed < given.size(); failed++) {
        ObjectSplit split = given.get(failed);
        enumerator.handleSourceEvent(
            0, new SplitDone(split.ordinal(), split.path(), coded(split), true));
      }
      clock.pass(Duration.ofMinutes(5));
    }
    assertThat(latestMark()).isGreaterThan(begun);
    assertThat(latestMark()).isLessThan(clock.millis());
  }

  @Test
  void a_file_that_was_unread_when_the_checkpoint_was_taken_is_tried_again_after_it()
      throws Exception {
    file("a.json.gz", 10);
    ObjectEnumerator before = started(watching(), EnumeratorState.empty());
    context.tick();
    before.handleSplitRequest(0, null);
    ObjectSplit split = context.assigned.get(0).get(0);
    // the coordinator's part of the checkpoint; then the reader fails and takes its own part
    EnumeratorState stored = stored(before);
    before.handleSourceEvent(0, new SplitDone(split.ordinal(), split.path(), coded(split), true));
    assertThat(context.sent(0, SourceSignals.Noted.class))
        .containsExactly(new SourceSignals.Noted(split.ordinal()));

    ObjectEnumerator after = created(watching(), stored);
    after.handleSourceEvent(0, new Holding(Set.of(split.ordinal()), Set.of()));
    hold(after, 1, Set.of());
    after.handleSourceEvent(0, new SplitDone(split.ordinal(), split.path(), coded(split), true));
    clock.pass(Duration.ofMinutes(1));
    context.tick();
    after.handleSplitRequest(1, null);

    assertThat(context.assigned.get(1))
        .singleElement()
        .satisfies(again -> assertThat(again.errand()).isEqualTo(Errand.RETRY));
  }

  @Test
  void a_retry_that_a_reader_holds_after_a_restore_is_not_given_out_a_second_time()
      throws Exception {
    file("a.json.gz", 10);
    ObjectEnumerator before = started(watching(), EnumeratorState.empty());
    context.tick();
    before.handleSplitRequest(0, null);
    ObjectSplit split = context.assigned.get(0).get(0);
    before.handleSourceEvent(0, new SplitDone(split.ordinal(), split.path(), coded(split), true));
    clock.pass(Duration.ofMinutes(1));
    context.tick();
    before.handleSplitRequest(0, null);
    ObjectSplit again = context.assigned.get(0).get(1);
    EnumeratorState stored = stored(before);

    ObjectEnumerator after = created(watching(), stored);
    context.tick();
    after.handleSourceEvent(0, new Holding(Set.of(again.ordinal()), Set.of(again.path())));
    hold(after, 1, Set.of());
    clock.pass(Duration.ofHours(2));
    context.tick();
    after.handleSplitRequest(1, null);

    assertThat(context.assigned.get(1)).isEmpty();
  }

  @Test
  void a_retry_that_succeeded_when_the_checkpoint_was_taken_is_not_made_again_after_it()
      throws Exception {
    file("a.json.gz", 10);
    ObjectEnumerator before = started(watching(), EnumeratorState.empty());
    context.tick();
    before.handleSplitRequest(0, null);
    ObjectSplit split = context.assigned.get(0).get(0);
    before.handleSourceEvent(0, new SplitDone(split.ordinal(), split.path(), coded(split), true));
    clock.pass(Duration.ofMinutes(1));
    context.tick();
    before.handleSplitRequest(0, null);
    ObjectSplit again = context.assigned.get(0).get(1);
    EnumeratorState stored = stored(before);

    ObjectEnumerator after = created(watching(), stored);
    after.handleSourceEvent(0, new Holding(Set.of(again.ordinal()), Set.of(again.path())));
    hold(after, 1, Set.of());
    after.handleSourceEvent(0, new SplitDone(again.ordinal(), again.path(), null, true));
    clock.pass(Duration.ofHours(2));
    context.tick();
    after.handleSplitRequest(1, null);

    assertThat(context.assigned.get(1)).isEmpty();
    assertThat(context.sent(0, SourceSignals.Noted.class))
        .contains(new SourceSignals.Noted(again.ordinal()));
  }

  @Test
  void a_folder_of_old_files_moved_into_place_is_read() throws Exception {
    file("a.json.gz", 10);
    Path elsewhere = home.resolve("elsewhere/2026/10/01");
    Files.createDirectories(elsewhere);
    Files.write(elsewhere.resolve("old.json.gz"), new byte[7]);
    // Made and changed within one tick of the file system's clock, a folder looks unchanged.
    Files.setLastModifiedTime(home.resolve("logs/AWSLogs"), FileTime.fromMillis(1_000));
    clock.pass(Duration.ofDays(30)); // all these files are older than what is remembered
    ObjectEnumerator first = started(watching(), EnumeratorState.empty());
    context.tick();
    context.tick();
    ObjectEnumerator enumerator = started(watching(), stored(first));
    context.tick();

    Files.move(home.resolve("elsewhere"), home.resolve("logs/AWSLogs/moved"));
    context.tick();
    context.tick();
    enumerator.handleSplitRequest(0, null);

    assertThat(context.assigned.get(0))
        .extracting(ObjectEnumeratorTest::name)
        .containsExactlyInAnyOrder("a.json.gz", "old.json.gz");
  }

  @Test
  void a_listing_in_parts_is_one_look_and_the_rest_waits_while_enough_is_there() {
    StoreOfParts store = new StoreOfParts(50_000, 5_000);
    ObjectEnumerator enumerator = started(options(false, store), EnumeratorState.empty());
    context.tick();
    while (context.runOnce()) {
      continue;
    }
    assertThat(store.listed()).isEqualTo(20_000);
    context.tick();
    assertThat(store.listed()).isEqualTo(20_000);
    assertThat(context.sent(0, CompleteTo.class)).isEmpty();

    for (int given = 0; given < 50_000; given = context.assigned.get(0).size()) {
      enumerator.handleSplitRequest(0, null);
      context.runOnce();
    }
    assertThat(context.assigned.get(0)).extracting(ObjectSplit::path).doesNotHaveDuplicates();
    context.assigned.get(0).forEach(split -> done(enumerator, 0, split));
    assertThat(context.sent(0, CompleteTo.class)).isNotEmpty();
  }

  @Test
  void a_look_that_stands_for_nothing_yet_makes_no_mark() {
    started(options(false, new StoreOfParts(0, 10).unread()), EnumeratorState.empty());
    context.tick();
    context.tick();

    assertThat(context.sent(0, CompleteTo.class)).isEmpty();
  }

  @Test
  void a_replay_ends_only_when_all_parts_are_given_out() {
    StoreOfParts store = new StoreOfParts(30, 10);
    ObjectEnumerator enumerator = started(options(true, store), EnumeratorState.empty());
    context.runOnce();
    for (int i = 0; i < 10; i++) {
      enumerator.handleSplitRequest(0, null);
      assertThat(context.ended).isEmpty();
    }
    while (context.runOnce()) {
      enumerator.handleSplitRequest(0, null);
    }
    for (int i = 0; i < 10; i++) {
      enumerator.handleSplitRequest(0, null);
    }

    assertThat(context.assigned.get(0)).hasSize(30);
    assertThat(context.ended).containsExactly(0);
  }

  @Test
  void a_store_hears_of_what_is_stored_when_the_checkpoint_is_complete_and_not_before() {
    StoreOfParts store = new StoreOfParts(3, 10);
    ObjectEnumerator enumerator = started(options(false, store), EnumeratorState.empty());
    context.tick();
    enumerator.snapshotState(7);
    context.tick();
    assertThat(store.stored()).isZero();

    enumerator.notifyCheckpointComplete(7);
    context.runOnce();

    assertThat(store.stored()).isEqualTo(1);
  }

  private static EnumeratorState stored(ObjectEnumerator enumerator) throws IOException {
    EnumeratorState.Serializer serializer = new EnumeratorState.Serializer();
    byte[] bytes = serializer.serialize(enumerator.snapshotState(1));
    return serializer.deserialize(serializer.getVersion(), bytes);
  }

  private long latestMark() {
    return context.sent(0, CompleteTo.class).stream()
        .mapToLong(CompleteTo::epochMillis)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  @Test
  void a_silent_source_tells_the_live_page_what_is_wrong() {
    started(watching(), EnumeratorState.empty());

    context.tick();

    var standing = context.sent(0, SourceSignals.Standing.class).get(0);
    assertThat(LiveCodec.source(standing.coded()).problem()).startsWith("no such folder");
    assertThat(LiveCodec.source(standing.coded()).lastReadAt()).isNull();
  }

  private ObjectEnumerator started(ObjectOptions options, EnumeratorState state) {
    ObjectEnumerator enumerator = created(options, state);
    hold(enumerator, 0, Set.of());
    hold(enumerator, 1, Set.of());
    return enumerator;
  }

  private ObjectEnumerator created(ObjectOptions options, EnumeratorState state) {
    ObjectEnumerator enumerator = new ObjectEnumerator(context, options, state);
    enumerator.start();
    return enumerator;
  }

  private static EnumeratorState restored(long nextOrdinal) {
    return new EnumeratorState(
        new KnownObjects(), nextOrdinal, 0, List.of(), new TreeMap<>(), List.of(), null, null);
  }

  private static void hold(ObjectEnumerator enumerator, int reader, Set<Long> ordinals) {
    enumerator.handleSourceEvent(reader, new Holding(ordinals, Set.of()));
  }

  private static void done(ObjectEnumerator enumerator, int reader, ObjectSplit split) {
    enumerator.handleSourceEvent(reader, new SplitDone(split.ordinal(), split.path(), null, false));
  }

  private static byte @Nullable [] coded(ObjectSplit split) {
    ByteWriter out = new ByteWriter();
    ObjectSplitSerializer.write(out, split);
    return out.toByteArray();
  }

  private ObjectOptions watching() {
    return options(false);
  }

  private ObjectOptions replaying() {
    return options(true);
  }

  private ObjectOptions options(boolean bounded) {
    return options(bounded, folder());
  }

  private FolderStore folder() {
    return new FolderStore(home.resolve("logs").toString(), REMEMBER);
  }

  private ObjectOptions options(boolean bounded, ObjectStore store) {
    return new ObjectOptions(
        "directory:logs",
        store,
        bounded,
        500,
        DELAY,
        SILENT,
        ObjectOptions.ParseLimits.of(Limits.DEFAULT, Collections.emptySortedSet()),
        clock);
  }

  private void file(String name, int size) throws IOException {
    Path folder = home.resolve("logs/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/02");
    Files.createDirectories(folder);
    Files.write(folder.resolve(name), new byte[size]);
  }

  private static String name(ObjectSplit split) {
    return List.of(split.path().split("/")).get(split.path().split("/").length - 1);
  }

  /** A clock that stands until it is moved. */
  static final class SetClock extends Clock {
    private Instant now;

    SetClock(Instant now) {
      this.now = now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
