package dev.landfall.jobs.source;

import dev.landfall.core.model.PlaceKind;
import dev.landfall.ingest.object.ObjectRef;
import dev.landfall.ingest.source.Listing;
import dev.landfall.jobs.source.ObjectSplit.Errand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Places that could not be looked into: since when, what has been said of it, what to try again.
 *
 * <p>Shape: one entry per path, gone when the place can be read again. A file that could not be
 * read is tried again after a minute, then after twice as long each time, up to an hour. Units:
 * epoch milliseconds.
 */
final class Failures {
  private static final long FIRST_RETRY_MILLIS = 60_000;
  private static final long LAST_RETRY_MILLIS = 3_600_000;
  private static final long TRIED_FOR_MILLIS = Duration.ofDays(7).toMillis();

  private final SortedMap<String, Long> since;
  private final Map<String, Long> lookedBefore = new HashMap<>();
  private final Map<String, Retry> files = new HashMap<>();
  private @Nullable String problem;

  private record Retry(ObjectSplit split, long dueAt, long waitMillis, boolean out) {}

  /** A folder whose standing changed; {@code reason} null: it can be listed again. */
  record FolderSaid(String path, @Nullable String reason) {
    ObjectSplit split(long ordinal, long seenAt) {
      ObjectRef ref = new ObjectRef(Places.uri(path), PlaceKind.OBJECT, 0, seenAt, seenAt);
      Errand errand = reason == null ? Errand.LISTED_AGAIN : Errand.UNLISTED;
      return new ObjectSplit(ordinal, ref, path, errand, 0, reason);
    }
  }

  /** {@code lookedAt}: the last look before a restore that met no problem; null: none is known. */
  Failures(SortedMap<String, Long> since, List<ObjectSplit> retries, @Nullable Long lookedAt) {
    this.since = new TreeMap<>(since);
    retries.forEach(
        split -> files.put(split.path(), new Retry(split, 0, FIRST_RETRY_MILLIS, false)));
    since.keySet().stream()
        .filter(path -> !files.containsKey(path))
        .forEach(folder -> looked(folder, lookedAt));
  }

  private void looked(String folder, @Nullable Long at) {
    if (at != null) {
      lookedBefore.put(folder, at);
    }
  }

  /**
   * What a listing changes: folders that fail anew, and folders that no longer do.
   *
   * @param lookedAt of the whole look before this one, be it hours ago; null: this is the first
   */
  List<FolderSaid> folders(Listing listing, @Nullable Long lookedAt) {
    List<FolderSaid> said = new ArrayList<>();
    for (Map.Entry<String, String> entry : listing.problems().entrySet()) {
      if (since.putIfAbsent(entry.getKey(), listing.begunAt()) == null) {
        looked(entry.getKey(), lookedAt);
        said.add(new FolderSaid(entry.getKey(), entry.getValue()));
      }
    }
    for (String path : new ArrayList<>(since.keySet())) {
      if (!files.containsKey(path) && !listing.problems().containsKey(path)) {
        since.remove(path);
        lookedBefore.remove(path);
        said.add(new FolderSaid(path, null));
      }
    }
    problem =
        listing.problems().isEmpty()
            ? null
            : listing.problems().values().iterator().next()
                + ": "
                + listing.problems().keySet().iterator().next();
    return said;
  }

  /** Tries of these files are under way, from before a restore. */
  void beingTried(Set<String> paths) {
    for (String path : paths) {
      files.computeIfPresent(path, (p, r) -> new Retry(r.split, r.dueAt, r.waitMillis, true));
    }
  }

  /** The file could not be read to its end; said twice of one try, it counts once. */
  void file(ObjectSplit split, long now) {
    Retry last = files.get(split.path());
    if (last != null && last.split.ordinal() >= split.ordinal()) {
      return;
    }
    // from when the file was found: marks before that do not speak of it
    since.putIfAbsent(split.path(), Math.min(now, split.ref().firstSeenAt()));
    if (now - since.get(split.path()) > TRIED_FOR_MILLIS) {
      // gone, archived or closed for good: the lake has it on record, and nothing waits for it
      files.remove(split.path());
      since.remove(split.path());
      return;
    }
    long wait =
        last == null ? FIRST_RETRY_MILLIS : Math.min(last.waitMillis * 2, LAST_RETRY_MILLIS);
    files.put(split.path(), new Retry(split, now + wait, wait, false));
  }

  /** The file has been read to its end. */
  void read(String path) {
    if (files.remove(path) != null) {
      since.remove(path);
    }
  }

  /** Files whose next try is due; each is given once until it has been tried. */
  List<ObjectSplit> due(long now) {
    List<ObjectSplit> due = new ArrayList<>();
    for (Map.Entry<String, Retry> entry : files.entrySet()) {
      Retry retry = entry.getValue();
      if (!retry.out && retry.dueAt <= now) {
        due.add(retry.split);
        entry.setValue(new Retry(retry.split, retry.dueAt, retry.waitMillis, true));
      }
    }
    return due;
  }

  /**
   * Up to when all was seen of what began to fail after that time: of a folder its last look, for
   * nobody looked between that and the failure; the end of time: nothing began to fail.
   */
  long heldAt(long silentSince) {
    return since.entrySet().stream()
        .filter(failing -> failing.getValue() > silentSince)
        .mapToLong(
            failing ->
                Math.min(
                    failing.getValue() - 1,
                    lookedBefore.getOrDefault(failing.getKey(), Long.MAX_VALUE)))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  boolean rootFailsSince(String root, long time) {
    Long at = since.get(root);
    return at != null && at <= time;
  }

  /** One fault in words, for the live page; null: there is none. */
  @Nullable String problem() {
    if (problem == null && !files.isEmpty()) {
      return "cannot read " + files.keySet().iterator().next();
    }
    return problem;
  }

  SortedMap<String, Long> since() {
    return since;
  }

  List<ObjectSplit> retries() {
    return files.values().stream().map(Retry::split).toList();
  }
}
