package dev.landfall.jobs.source;

import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.ingest.object.ObjectRef;
import dev.landfall.ingest.probe.SampleObject;
import dev.landfall.ingest.source.FoundObject;
import dev.landfall.ingest.source.Listing;
import dev.landfall.jobs.edge.Parcel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the folder of samples and reads each new file whole, in the task's own thread.
 *
 * <p>Files are small and never change, so a checkpoint falls between two of them. Samples settle
 * nothing: a reader that watches is idle from the start, so that no mark waits for it.
 */
final class ProbeReader implements SourceReader<Parcel, ProbeSplit> {
  /** Beside the days of samples the probe keeps its journal and its stop switch. */
  private static final Pattern SAMPLES =
      Pattern.compile("/dt=[0-9]{4}-[0-9]{2}-[0-9]{2}/[^/]+\\.jsonl$");

  private static final String NO_FOLDER = "no such folder";

  private final ProbeOptions options;
  private final FolderLister lister;
  private final TreeMap<String, FoundObject> found = new TreeMap<>();
  private @Nullable ProbeSplit split;
  private @Nullable Listing listed;
  private boolean idle;
  private boolean looked;
  private boolean noMore;
  private long nextLookAt = Long.MIN_VALUE;
  private CompletableFuture<Void> available = new CompletableFuture<>();

  ProbeReader(ProbeOptions options) {
    this.options = options;
    this.lister =
        new FolderLister(Path.of(options.folder()), options.clock(), options.rememberMillis());
  }

  @Override
  public void start() {}

  @Override
  public InputStatus pollNext(ReaderOutput<Parcel> output) {
    ProbeSplit held = split;
    if (held == null) {
      return noMore ? InputStatus.END_OF_INPUT : sleep(new CompletableFuture<>());
    }
    if (!idle && !options.bounded()) {
      idle = true;
      output.markIdle();
    }
    if (found.isEmpty()) {
      settle(held);
      long now = options.clock().millis();
      if (looked && options.bounded()) {
        return InputStatus.END_OF_INPUT;
      }
      if (now < nextLookAt) {
        return sleep(
            new CompletableFuture<Void>()
                .completeOnTimeout(null, nextLookAt - now, TimeUnit.MILLISECONDS));
      }
      look(held, output);
      nextLookAt = now + options.pollMillis();
    } else {
      FoundObject file = found.pollFirstEntry().getValue();
      boolean again = held.failing().containsKey(file.path());
      if (again || held.known().add(file, nowListed().begunAt())) {
        read(held, file, again, output);
      }
    }
    return InputStatus.MORE_AVAILABLE;
  }

  private InputStatus sleep(CompletableFuture<Void> until) {
    available = until;
    return InputStatus.NOTHING_AVAILABLE;
  }

  private void look(ProbeSplit held, ReaderOutput<Parcel> output) {
    Listing listing = lister.list();
    looked = true;
    listed = listing;
    for (FoundObject file : listing.objects()) {
      if (SAMPLES.matcher(file.path()).find()) {
        found.put(file.path(), file);
      }
    }
    Map<String, String> problems = new TreeMap<>(listing.problems());
    problems.remove(options.folder(), NO_FOLDER);
    for (Map.Entry<String, String> problem : problems.entrySet()) {
      long at = listing.begunAt();
      fail(
          held,
          new FoundObject(problem.getKey(), problem.getKey(), 0, at, at, at),
          problem.getValue(),
          output);
    }
    for (FoundObject failing : List.copyOf(held.failing().values())) {
      boolean file = SAMPLES.matcher(failing.path()).find();
      if (file && !options.bounded()) {
        found.putIfAbsent(failing.path(), failing);
      } else if (!file && !problems.containsKey(failing.path())) {
        mend(held, failing, output);
      }
    }
  }

  /** After all that a look saw has been taken in. */
  private void settle(ProbeSplit held) {
    Listing done = listed;
    if (done != null) {
      listed = null;
      held.known().settle(done);
    }
  }

  private Listing nowListed() {
    Listing now = listed;
    if (now == null) {
      throw new IllegalStateException("a file is read that no look has found");
    }
    return now;
  }

  private void read(ProbeSplit held, FoundObject file, boolean again, ReaderOutput<Parcel> output) {
    List<LakeRow> rows = new ArrayList<>();
    try (InputStream in = Files.newInputStream(Path.of(file.path()))) {
      SampleObject.read(ref(file), in, rows::add);
    } catch (IOException e) {
      fail(held, file, FolderLister.reason(e), output);
      return;
    }
    rows.forEach(row -> output.collect(Parcel.of(row)));
    if (again) {
      mend(held, file, output);
    }
  }

  /** Says once that something could not be read. */
  private void fail(ProbeSplit held, FoundObject what, String reason, ReaderOutput<Parcel> output) {
    if (held.failing().putIfAbsent(what.path(), what) == null) {
      output.collect(Parcel.of(standing(what, SampleObject.unreadable(ref(what), reason))));
    }
  }

  /** Takes back what {@link #fail} said. */
  private void mend(ProbeSplit held, FoundObject what, ReaderOutput<Parcel> output) {
    held.failing().remove(what.path());
    LakeRow row = SampleObject.unreadable(ref(what), "").set("status", "read").set("reason", null);
    output.collect(Parcel.of(standing(what, row)));
  }

  /** Of two rows about one place the later counts. */
  private LakeRow standing(FoundObject what, LakeRow row) {
    return row.set("revision", Math.max(options.clock().millis(), what.changedAt() + 1));
  }

  private ObjectRef ref(FoundObject file) {
    return new ObjectRef(
        Path.of(file.path()).toUri().toString(),
        PlaceKind.OBJECT,
        file.size(),
        file.modifiedAt(),
        options.clock().millis());
  }

  @Override
  public List<ProbeSplit> snapshotState(long checkpointId) {
    return split == null ? List.of() : List.of(split);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return available;
  }

  @Override
  public void addSplits(List<ProbeSplit> splits) {
    splits.forEach(each -> split = each);
    available.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    noMore = true;
    available.complete(null);
  }

  @Override
  public void close() {}
}
