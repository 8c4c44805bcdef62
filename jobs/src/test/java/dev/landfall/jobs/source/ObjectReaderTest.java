package dev.landfall.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.lake.LakeTable;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.ingest.object.ObjectRef;
import dev.landfall.ingest.object.ParseOptions;
import dev.landfall.ingest.source.Opener;
import dev.landfall.ingest.source.Unreadable;
import dev.landfall.jobs.edge.Parcel;
import dev.landfall.jobs.source.ObjectSplit.Errand;
import dev.landfall.jobs.source.SourceSignals.CompleteTo;
import dev.landfall.jobs.source.SourceSignals.Holding;
import dev.landfall.jobs.source.SourceSignals.Idle;
import dev.landfall.jobs.source.SourceSignals.SplitDone;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectReaderTest {
  /** More than two slices. */
  private static final int RECORDS = 1_201;

  private static final long MODIFIED = Instant.parse("2026-11-02T13:00:00Z").toEpochMilli();

  @TempDir Path folder;
  private final FakeReader fake = new FakeReader();

  @Test
  void an_object_gives_its_records_in_order_and_then_its_own_row() throws Exception {
    ObjectReader reader = started(split(0, log(RECORDS)));

    readAll(reader);

    assertThat(fake.parcels()).hasSize(RECORDS + 1);
    assertThat(fake.parcels().subList(0, RECORDS)).allMatch(p -> p.kind() == Parcel.WITNESS);
    LakeRow row = LakeRow.decode(fake.parcels().get(RECORDS).payload());
    assertThat(row.table()).isEqualTo(LakeTable.OBJECTS);
    assertThat(row.get("records")).isEqualTo((long) RECORDS);
    assertThat(row.get("status")).isEqualTo("read");
    assertThat(fake.told(SplitDone.class))
        .singleElement()
        .satisfies(
            done -> {
              assertThat(done.ordinal()).isZero();
              assertThat(done.unread()).isNull();
            });
  }

  @Test
  void a_replay_does_not_tell_of_each_object_that_it_has_read() throws Exception {
    ObjectReader reader = new ObjectReader(fake, "s", files(), WitnessOutlet.of(4));
    reader.start();
    reader.addSplits(List.of(split(0, log(RECORDS))));

    readAll(reader);

    assertThat(fake.parcels()).hasSize(1);
    assertThat(fake.told(SplitDone.class)).isEmpty();
  }

  @Test
  void after_a_restart_nothing_is_lost_and_nothing_comes_twice() throws Exception {
    ObjectReader before = started(split(0, log(RECORDS)));
    before.pollNext(fake);
    before.pollNext(fake);
    List<ObjectSplit> stored = before.snapshotState(1);
    List<byte[]> first = payloads(fake.parcels());

    FakeReader later = new FakeReader();
    ObjectReader after = new ObjectReader(later, "s", files());
    after.addSplits(stored);
    after.start();
    while (after.pollNext(later) == InputStatus.MORE_AVAILABLE) {
      continue;
    }

    FakeReader undisturbed = new FakeReader();
    ObjectReader whole = new ObjectReader(undisturbed, "s", files());
    whole.addSplits(List.of(split(0, folder.resolve("log.json.gz"))));
    whole.start();
    while (whole.pollNext(undisturbed) == InputStatus.MORE_AVAILABLE) {
      continue;
    }
    assertThat(first).hasSizeBetween(1, RECORDS - 1);
    List<byte[]> both = new java.util.ArrayList<>(first);
    both.addAll(payloads(later.parcels()));
    assertThat(hex(both)).isEqualTo(hex(payloads(undisturbed.parcels())));
    assertThat(later.told(Holding.class).get(0).ordinals()).containsExactly(0L);
  }

  @Test
  void a_mark_goes_out_behind_what_has_been_emitted() throws Exception {
    ObjectReader reader = started(split(0, log(3)));
    readAll(reader);

    reader.handleSourceEvents(new CompleteTo(77));
    assertThat(reader.isAvailable()).isDone();
    assertThat(reader.pollNext(fake)).isEqualTo(InputStatus.NOTHING_AVAILABLE);

    assertThat(fake.emitted).hasSize(5);
    assertThat(fake.emitted.get(4)).isEqualTo(new Watermark(77));
    assertThat(reader.isAvailable()).isNotDone();
  }

  @Test
  void a_silent_source_turns_idle() throws Exception {
    ObjectReader reader = started();

    reader.handleSourceEvents(new Idle());
    reader.pollNext(fake);

    assertThat(fake.idle).isEqualTo(1);
  }

  @Test
  void an_object_that_is_gone_is_a_row_and_a_retry_that_fails_says_nothing_new() throws Exception {
    ObjectSplit gone = split(4, folder.resolve("gone.json.gz"));
    ObjectReader reader = started(gone, gone.again(5));

    readAll(reader);

    assertThat(fake.parcels())
        .singleElement()
        .satisfies(
            parcel -> {
              LakeRow row = LakeRow.decode(parcel.payload());
              assertThat(row.get("status")).isEqualTo("unreadable");
              assertThat(row.get("reason")).isEqualTo("gone");
              assertThat(row.get("sha256")).isEqualTo("");
            });
    assertThat(fake.told(SplitDone.class)).allMatch(done -> done.unread() != null).hasSize(2);
  }

  @Test
  void an_object_that_could_not_be_read_stays_in_checkpoints_until_the_enumerator_has_it()
      throws Exception {
    ObjectSplit gone = split(4, folder.resolve("gone.json.gz"));
    ObjectReader reader = started(gone);
    readAll(reader);
    List<ObjectSplit> stored = reader.snapshotState(1);
    assertThat(stored).containsExactly(gone.told(Errand.UNREAD));

    FakeReader later = new FakeReader();
    ObjectReader restored = new ObjectReader(later, "s", files());
    restored.addSplits(stored);
    restored.start();
    assertThat(later.told(Holding.class).get(0).ordinals()).containsExactly(4L);
    assertThat(later.told(SplitDone.class))
        .singleElement()
        .satisfies(done -> assertThat(done.unread()).isNotNull());
    assertThat(restored.pollNext(later)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(later.parcels()).isEmpty();

    restored.handleSourceEvents(new SourceSignals.Noted(4));
    assertThat(restored.snapshotState(2)).isEmpty();
  }

  @Test
  void a_retry_that_succeeded_is_told_again_after_a_restore_and_never_read_again()
      throws Exception {
    ObjectReader reader = started(split(4, log(2)).again(9));
    readAll(reader);
    List<ObjectSplit> stored = reader.snapshotState(1);

    FakeReader later = new FakeReader();
    ObjectReader restored = new ObjectReader(later, "s", files());
    restored.addSplits(stored);
    restored.start();

    assertThat(restored.pollNext(later)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(later.parcels()).isEmpty();
    assertThat(later.told(Holding.class).get(0).paths()).hasSize(1);
    assertThat(later.told(SplitDone.class))
        .singleElement()
        .satisfies(
            done -> {
              assertThat(done.ordinal()).isEqualTo(9);
              assertThat(done.unread()).isNull();
              assertThat(done.kept()).isTrue();
            });
  }

  @Test
  void an_object_that_breaks_off_is_read_on_at_the_next_try_with_nothing_lost_or_twice()
      throws Exception {
    Path log = log(RECORDS);
    List<ObjectSplit> first = List.of(split(0, log));
    ObjectReader broken =
        new ObjectReader(fake, "s", new OpenAhead(breaking(), ParseOptions.defaults(), 2));
    broken.start();
    broken.addSplits(first);
    drain(broken, fake);
    List<Parcel> before = witnesses(fake);
    assertThat(before).hasSizeBetween(1, RECORDS - 1);
    LakeRow said = LakeRow.decode(fake.parcels().get(before.size()).payload());
    assertThat(said.get("status")).isEqualTo("unreadable");
    assertThat(said.get("reason")).isEqualTo("connection broke off");

    ObjectSplit unread =
        ObjectSplitSerializer.read(new ByteReader(fake.told(SplitDone.class).get(0).unread()));
    FakeReader later = new FakeReader();
    ObjectReader again = new ObjectReader(later, "s", files());
    again.start();
    again.addSplits(List.of(unread.again(1)));
    drain(again, later);
    List<byte[]> both = new ArrayList<>(payloads(before));
    both.addAll(payloads(witnesses(later)));

    FakeReader undisturbed = new FakeReader();
    ObjectReader whole = new ObjectReader(undisturbed, "s", files());
    whole.start();
    whole.addSplits(first);
    drain(whole, undisturbed);
    assertThat(hex(both)).isEqualTo(hex(payloads(witnesses(undisturbed))));
    broken.close();
  }

  /** Gives half of a file and then says that the connection broke off. */
  private static Opener breaking() {
    return new Opener() {
      @Override
      public InputStream open(String path) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(path));
        InputStream half = new ByteArrayInputStream(bytes, 0, bytes.length / 2);
        return new SequenceInputStream(
            half,
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new Unreadable("connection broke off", null);
              }
            });
      }

      @Override
      public void close() {}
    };
  }

  private static List<Parcel> witnesses(FakeReader reader) {
    return reader.parcels().stream().filter(p -> p.kind() == Parcel.WITNESS).toList();
  }

  private static void drain(ObjectReader reader, FakeReader into) throws Exception {
    while (into.told(SplitDone.class).isEmpty()) {
      if (reader.pollNext(into) == InputStatus.NOTHING_AVAILABLE) {
        reader.isAvailable().get(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void objects_opened_ahead_come_in_order_and_the_task_waits_for_none_of_them() throws Exception {
    CountDownLatch let = new CountDownLatch(1);
    Opener slow = opener(let);
    ObjectReader reader =
        new ObjectReader(fake, "s", new OpenAhead(slow, ParseOptions.defaults(), 2));
    reader.start();
    Path log = log(3);
    List<ObjectSplit> splits =
        List.of(split(0, log), split(1, folder.resolve("gone.json.gz")), split(2, log));
    reader.addSplits(splits);

    assertThat(reader.pollNext(fake)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(reader.isAvailable()).isNotDone();
    assertThat(reader.snapshotState(1)).isEqualTo(splits);

    let.countDown();
    while (fake.told(SplitDone.class).size() < 3) {
      if (reader.pollNext(fake) == InputStatus.NOTHING_AVAILABLE) {
        reader.isAvailable().get(10, TimeUnit.SECONDS);
      }
    }
    assertThat(fake.told(SplitDone.class))
        .extracting(SplitDone::ordinal)
        .containsExactly(0L, 1L, 2L);
    assertThat(fake.parcels()).hasSize(4 + 1 + 4);
    reader.close();
  }

  @Test
  void a_reader_that_is_closed_closes_what_it_had_opened_ahead() throws Exception {
    AtomicInteger open = new AtomicInteger();
    Opener counting = counting(open);
    ObjectReader reader =
        new ObjectReader(fake, "s", new OpenAhead(counting, ParseOptions.defaults(), 2));
    reader.start();
    Path log = log(3);
    reader.addSplits(List.of(split(0, log), split(1, log), split(2, log)));
    reader.pollNext(fake);
    reader.isAvailable().get(10, TimeUnit.SECONDS);

    reader.close();

    await().untilAsserted(() -> assertThat(open).hasValue(0));
  }

  private static Opener opener(CountDownLatch let) {
    Opener files = new FolderStore("/", 0).opener();
    return new Opener() {
      @Override
      public InputStream open(String path) throws IOException {
        try {
          let.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        return files.open(path);
      }

      @Override
      public void close() {}
    };
  }

  private static Opener counting(AtomicInteger open) {
    Opener files = new FolderStore("/", 0).opener();
    return new Opener() {
      @Override
      public InputStream open(String path) throws IOException {
        open.incrementAndGet();
        return new FilterInputStream(files.open(path)) {
          @Override
          public void close() throws IOException {
            open.decrementAndGet();
            super.close();
          }
        };
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void a_retry_that_succeeds_takes_the_word_of_the_first_back() throws Exception {
    ObjectReader reader = started(split(4, log(2)).again(9));

    readAll(reader);

    LakeRow last = LakeRow.decode(fake.parcels().get(3).payload());
    assertThat(last.get("sha256")).isEqualTo("");
    assertThat(last.get("status")).isEqualTo("read");
    assertThat(last.get("revision")).isEqualTo(9L);
  }

  @Test
  void a_folder_that_could_not_be_listed_is_a_row() throws Exception {
    ObjectSplit said =
        new ObjectSplit(3, ref(folder), folder.toString(), Errand.UNLISTED, 0, "no permission");

    readAll(started(said));

    LakeRow row = LakeRow.decode(fake.parcels().get(0).payload());
    assertThat(row.get("kind")).isEqualTo("directory");
    assertThat(row.get("status")).isEqualTo("unreadable");
    assertThat(row.get("reason")).isEqualTo("no permission");
    assertThat(fake.told(SplitDone.class))
        .singleElement()
        .satisfies(done -> assertThat(done.unread()).isNull());
  }

  @Test
  void a_bounded_reader_ends_when_there_is_no_more() throws Exception {
    ObjectReader reader = started();
    assertThat(fake.requests).isEqualTo(1);

    reader.notifyNoMoreSplits();

    assertThat(reader.pollNext(fake)).isEqualTo(InputStatus.END_OF_INPUT);
  }

  @Test
  void splits_come_back_from_their_stored_form() throws IOException {
    ObjectSplitSerializer serializer = new ObjectSplitSerializer();
    ObjectSplit split = new ObjectSplit(3, ref(folder), "/p", Errand.UNLISTED, 17, "no permission");

    assertThat(serializer.deserialize(1, serializer.serialize(split))).isEqualTo(split);
  }

  private ObjectReader started(ObjectSplit... splits) {
    ObjectReader reader = new ObjectReader(fake, "s", files());
    reader.start();
    reader.addSplits(Arrays.asList(splits));
    return reader;
  }

  private static OpenAhead files() {
    return new OpenAhead(new FolderStore("/", 0).opener(), ParseOptions.defaults(), 0);
  }

  private void readAll(ObjectReader reader) throws Exception {
    while (reader.pollNext(fake) == InputStatus.MORE_AVAILABLE) {
      assertThat(fake.emitted).hasSizeLessThan(RECORDS * 2);
    }
  }

  private static ObjectSplit split(long ordinal, Path path) {
    return new ObjectSplit(ordinal, ref(path), path.toString(), Errand.READ, 0, null);
  }

  private static ObjectRef ref(Path path) {
    return new ObjectRef(path.toUri().toString(), PlaceKind.OBJECT, 0, MODIFIED, MODIFIED);
  }

  private Path log(int records) throws IOException {
    Path path = folder.resolve("log.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      for (int i = 0; i < records; i++) {
        out.write(Logs.invocation("request-" + i).getBytes(StandardCharsets.UTF_8));
      }
    }
    return path;
  }

  private static List<byte[]> payloads(List<Parcel> parcels) {
    return parcels.stream().map(Parcel::payload).toList();
  }

  private static List<String> hex(List<byte[]> payloads) {
    return payloads.stream().map(java.util.HexFormat.of()::formatHex).toList();
  }
}
