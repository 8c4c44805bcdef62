package dev.landfall.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.ingest.source.FoundObject;
import dev.landfall.ingest.source.Listing;
import dev.landfall.jobs.source.ObjectSplit.Errand;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EnumeratorStateTest {
  /** Written by the first release: two files known, one waiting, one to be tried again. */
  private static final String VERSION_1 =
      "8080b0b8a76804ae5d27c1b1eab1e3090a8ef0ffcba0ece8af86f2ae680a8cf24ba299f13e8056071deb1c789a"
          + "a8ca92f2ae680e08020c2c66696c653a2f2f2f6c6f67732f622e6a736f6e2e677a0228c0c292f2ae6890d2"
          + "92f2ae681e2f6c6f67732f622e6a736f6e2e677a000000041e2f6c6f67732f612e6a736f6e2e677ad0b786"
          + "f2ae68182f6c6f67732f636c6f736564a0c786f2ae68020a2c66696c653a2f2f2f6c6f67732f612e6a736f"
          + "6e2e677a021480a886f2ae68d0b786f2ae681e2f6c6f67732f612e6a736f6e2e677a000600";

  private static final long SEEN_AT = 1_793_000_200_000L;

  @Test
  void the_stored_form_of_the_first_release_is_read_and_its_files_stay_known() throws IOException {
    EnumeratorState state =
        new EnumeratorState.Serializer().deserialize(1, HexFormat.of().parseHex(VERSION_1));

    assertThat(state.nextOrdinal()).isEqualTo(7);
    assertThat(state.objectsRead()).isEqualTo(4);
    assertThat(state.pending())
        .singleElement()
        .satisfies(split -> assertThat(split.errand()).isEqualTo(Errand.READ));
    assertThat(state.failing()).containsOnlyKeys("/logs/a.json.gz", "/logs/closed");
    assertThat(state.retries())
        .singleElement()
        .satisfies(split -> assertThat(split.delivered()).isEqualTo(3));
    assertThat(state.newestArrivalAt()).isNull();
    assertThat(state.listedAt()).isNull();
    assertThat(state.known().add(file("a", 10, 1_793_000_000_000L), SEEN_AT)).isFalse();
    assertThat(state.known().add(file("b", 20, 1_793_000_100_000L), SEEN_AT)).isFalse();
    assertThat(state.known().add(file("c", 20, 1_793_000_100_000L), SEEN_AT)).isTrue();
  }

  @Test
  void files_older_than_a_stored_form_without_places_remembers_are_not_taken_for_new()
      throws IOException {
    KnownObjects known =
        new EnumeratorState.Serializer().deserialize(1, HexFormat.of().parseHex(VERSION_1)).known();

    assertThat(known.add(file("read-long-ago", 5, 1_600_000_000_000L), SEEN_AT)).isFalse();
    known.settle(
        new Listing(
            SEEN_AT,
            SEEN_AT,
            true,
            List.of(),
            Map.of("/logs", "no permission"),
            Set.of(),
            Set.of(),
            SEEN_AT));
    assertThat(known.add(file("read-long-ago", 5, 1_600_000_000_000L), SEEN_AT)).isFalse();
    known.settle(
        new Listing(
            SEEN_AT, SEEN_AT, true, List.of(), Map.of(), Set.of("/logs"), Set.of(), SEEN_AT));
    assertThat(known.add(file("read-long-ago", 5, 1_600_000_000_000L), SEEN_AT)).isFalse();
  }

  @Test
  void the_stored_form_comes_back_whole() throws IOException {
    EnumeratorState.Serializer serializer = new EnumeratorState.Serializer();
    KnownObjects known = new KnownObjects();
    known.add(file("a", 10, SEEN_AT), SEEN_AT);
    known.settle(
        new Listing(
            SEEN_AT,
            SEEN_AT,
            true,
            List.of(),
            Map.of("/logs/closed", "no permission"),
            Set.of("/logs"),
            Set.of(),
            SEEN_AT - 1_000));
    EnumeratorState state =
        new EnumeratorState(known, 9, 3, List.of(), new TreeMap<>(), List.of(), 5L, SEEN_AT);

    byte[] stored = serializer.serialize(state);
    EnumeratorState back = serializer.deserialize(3, stored);

    assertThat(serializer.serialize(back)).isEqualTo(stored);
    assertThat(back.listedAt()).isEqualTo(SEEN_AT);
    assertThat(back.known().add(file("older", 1, SEEN_AT - 5_000), SEEN_AT)).isFalse();
    assertThat(back.known().add(file("closed/older", 1, SEEN_AT - 5_000), SEEN_AT)).isTrue();
  }

  @Test
  void a_form_of_a_later_release_is_refused() {
    assertThatThrownBy(() -> new EnumeratorState.Serializer().deserialize(4, new byte[0]))
        .hasMessage("enumerator state of version 4; this build reads up to 3");
  }

  private static FoundObject file(String name, long size, long modifiedAt) {
    return new FoundObject(
        "/logs/" + name + ".json.gz", "/logs", size, modifiedAt, modifiedAt, modifiedAt + 500);
  }
}
