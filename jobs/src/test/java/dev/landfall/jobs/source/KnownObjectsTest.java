package dev.landfall.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.ingest.source.FoundObject;
import dev.landfall.ingest.source.Listing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownObjectsTest {
  private static final String CLOSED = "/logs/closed";

  private final KnownObjects known = new KnownObjects();

  @Test
  void an_object_is_new_once() {
    assertThat(add("/a", 1, 10)).isTrue();
    assertThat(add("/a", 1, 10)).isFalse();
  }

  @Test
  void another_size_version_or_path_is_another_object() {
    add("/a", 1, 10);

    assertThat(add("/a", 2, 10)).isTrue();
    assertThat(add("/a", 1, 11)).isTrue();
    assertThat(add("/b", 1, 10)).isTrue();
  }

  @Test
  void forgotten_names_count_as_seen_and_take_no_room() {
    add("/old", 1, 10);
    add("/new", 1, 90);
    look(100, 50, Map.of());
    look(101, 50, Map.of());

    assertThat(known.size()).isEqualTo(2); // a folder seen for the first time: from then on
    look(200, 95, Map.of());
    look(300, 150, Map.of());
    assertThat(known.size()).isZero();
    assertThat(add("/old", 1, 10)).isFalse();
    assertThat(add("/new", 1, 90)).isFalse();
  }

  @Test
  void an_old_file_renamed_into_place_is_new_for_its_inode_changed_now() {
    look(100, 50, Map.of());

    assertThat(known.add(new FoundObject("/logs/late", "/logs", 1, 10, 10, 60), 100)).isTrue();
  }

  @Test
  void an_object_of_any_age_is_new_in_a_place_never_looked_through_and_only_there() {
    look(100, 50, Map.of());
    FoundObject moved = new FoundObject("/logs/moved/f", "/logs/moved", 1, 10, 10, 10);
    assertThat(add("/old", 1, 10)).isFalse();

    assertThat(known.add(moved, 100)).isTrue();
    settle(100, 60, Map.of(), Set.of("/logs", "/logs/moved"), Set.of());
    settle(110, 70, Map.of(), Set.of("/logs/moved"), Set.of());
    assertThat(known.add(moved, 120)).isFalse();
    assertThat(known.add(new FoundObject("/logs/moved/g", "/logs/moved", 1, 1, 10, 10), 120))
        .isFalse();
  }

  @Test
  void a_place_that_went_away_is_new_when_it_comes_back() {
    settle(100, 50, Map.of(), Set.of("/logs", "/logs/moved"), Set.of());
    settle(110, 50, Map.of(), Set.of("/logs"), Set.of("/logs/moved"));

    assertThat(known.add(new FoundObject("/logs/moved/f", "/logs/moved", 1, 10, 10, 10), 120))
        .isTrue();
  }

  @Test
  void names_are_forgotten_although_a_place_can_never_be_listed() {
    settle(0, Long.MIN_VALUE, Map.of(CLOSED, "no permission"), Set.of("/logs"), Set.of());
    for (int at = 1; at <= 1_000; at++) {
      add("/logs/" + at, 1, at);
      settle(at, at - 10, Map.of(CLOSED, "no permission"), Set.of("/logs"), Set.of());
    }

    assertThat(known.size()).isLessThan(20);
  }

  @Test
  void what_came_to_a_place_while_it_could_not_be_listed_is_new_and_what_came_before_is_not() {
    settle(100, 50, Map.of(), Set.of("/logs", CLOSED), Set.of());
    FoundObject before = new FoundObject(CLOSED + "/before", CLOSED, 1, 90, 90, 90);
    FoundObject ancient = new FoundObject(CLOSED + "/ancient", CLOSED, 1, 40, 40, 40);
    FoundObject during = new FoundObject(CLOSED + "/during", CLOSED, 1, 150, 150, 150);
    assertThat(known.add(before, 100)).isTrue();
    settle(110, 60, Map.of(CLOSED, "no permission"), Set.of(), Set.of());
    settle(900, 850, Map.of(CLOSED, "no permission"), Set.of(), Set.of());

    assertThat(known.add(before, 1_000)).isFalse();
    assertThat(known.add(ancient, 1_000)).isFalse();
    assertThat(known.add(during, 1_000)).isTrue();
    assertThat(add("/logs/closed-beside", 1, 150)).isFalse();

    settle(1_000, 950, Map.of(), Set.of(CLOSED), Set.of());
    assertThat(known.add(during, 1_001)).isFalse();
    settle(3_000, 2_950, Map.of(), Set.of(), Set.of());
    assertThat(known.size()).isZero();
  }

  private boolean add(String path, long size, long at) {
    return known.add(new FoundObject(path, "/logs", size, at, at, at), 100);
  }

  private void look(long at, long forgetBefore, Map<String, String> problems) {
    settle(at, forgetBefore, problems, Set.of("/logs"), Set.of());
  }

  private void settle(
      long at,
      long forgetBefore,
      Map<String, String> problems,
      Set<String> folders,
      Set<String> gone) {
    known.settle(new Listing(at, at, true, List.of(), problems, folders, gone, forgetBefore));
  }
}
