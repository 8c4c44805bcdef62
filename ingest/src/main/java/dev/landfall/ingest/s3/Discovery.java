package dev.landfall.ingest.s3;

import dev.landfall.ingest.layout.AwsLayout;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lanes below a prefix by listing folders, page by page: accounts, kinds, Regions.
 *
 * <p>The prefix may end anywhere: above {@code AWSLogs}, in it, at an account, a kind or a Region.
 * Folders that are no part of AWS's layout are looked into to a small depth, for {@code AWSLogs}
 * may stand below a few of its own, and no further: a bucket may hold anything.
 */
final class Discovery {
  private static final int STRANGE_DEPTH = 3;
  private static final int MOST_STRANGE = 200;

  private final KeyFilter filter;
  private final Map<String, Lane> lanes = new TreeMap<>();
  private final Deque<Step> steps = new ArrayDeque<>();
  private @Nullable String token;
  private @Nullable String leftOut;
  private int strange;

  /** A folder to list, and how many folders above it are not AWS's. */
  private record Step(String prefix, int depth) {}

  Discovery(BucketStore store) {
    this.filter = store.filter();
    String prefix = store.prefix();
    if (prefix.isEmpty() || prefix.endsWith("/")) {
      enter(prefix, 0);
    } else {
      steps.add(new Step(prefix, 0));
    }
  }

  boolean ended() {
    return steps.isEmpty();
  }

  /** What has been found; all of it once it has ended. */
  Collection<Lane> lanes() {
    return lanes.values();
  }

  /** A folder that was not looked into because there are too many; null: all were. */
  @Nullable String leftOut() {
    return leftOut;
  }

  /** The folder that the next step lists; none when it has ended. */
  @Nullable String next() {
    Step step = steps.peekFirst();
    return step == null ? null : step.prefix;
  }

  void step(BucketPages pages) throws Unlistable {
    Step step = steps.getFirst();
    BucketPages.Page page = pages.folders(step.prefix, token);
    token = page.next();
    if (token == null) {
      steps.removeFirst();
    }
    for (String folder : page.folders()) {
      enter(folder, step.depth);
    }
  }

  /** Leaves out the folder that cannot be listed. */
  void skip() {
    token = null;
    steps.removeFirst();
  }

  private void enter(String folder, int depth) {
    AwsLayout.Folder what = AwsLayout.folder(folder);
    switch (what.level()) {
      case SKIPPED -> {}
      case LANE -> {
        if (filter.account(what.account()) && filter.region(what.region())) {
          Lane lane = new Lane(what.path(), what.account(), what.region(), what.trail());
          lanes.put(lane.prefix(), lane);
        }
      }
      case KIND, ACCOUNT -> {
        if (filter.account(what.account())) {
          steps.addLast(new Step(folder, depth));
        }
      }
      case LOGS, ORGANISATION -> steps.addLast(new Step(folder, depth));
      case STRANGE -> enterStrange(folder, depth);
    }
  }

  private void enterStrange(String folder, int depth) {
    if (depth >= STRANGE_DEPTH) {
      return;
    }
    if (strange++ < MOST_STRANGE) {
      steps.addLast(new Step(folder, depth + 1));
    } else {
      leftOut = folder;
    }
  }
}
