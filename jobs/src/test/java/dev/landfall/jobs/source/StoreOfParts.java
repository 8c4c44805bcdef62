package dev.landfall.jobs.source;

import dev.landfall.ingest.source.FoundObject;
import dev.landfall.ingest.source.Lister;
import dev.landfall.ingest.source.Listing;
import dev.landfall.ingest.source.ObjectStore;
import dev.landfall.ingest.source.Opener;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** So many objects in a first look of so many at a time; later looks find nothing. */
final class StoreOfParts implements ObjectStore {
  private static final long serialVersionUID = 1;

  private final int objects;
  private final int part;
  private int listed;
  private long stored;
  private boolean unread;

  /** Its looks stand for nothing yet, as of a bucket that has not answered. */
  StoreOfParts unread() {
    unread = true;
    return this;
  }

  StoreOfParts(int objects, int part) {
    this.objects = objects;
    this.part = part;
  }

  int listed() {
    return listed;
  }

  long stored() {
    return stored;
  }

  @Override
  public String type() {
    return "s3";
  }

  @Override
  public String root() {
    return "s3://parts/";
  }

  @Override
  public int ahead() {
    return 0;
  }

  @Override
  public Lister lister(boolean bounded, Clock clock, @Nullable Long listedUntil) {
    return new Lister() {
      @Override
      public Listing list() {
        return next(clock.millis());
      }

      @Override
      public void stored(long listings) {
        stored = listings;
      }

      @Override
      public void close() {}
    };
  }

  private Listing next(long now) {
    List<FoundObject> found = new ArrayList<>();
    for (int end = Math.min(objects, listed + part); listed < end; listed++) {
      found.add(new FoundObject(root() + listed, root(), 1, listed, now, now));
    }
    boolean whole = listed == objects;
    long standsFor = unread ? Long.MIN_VALUE : now;
    return new Listing(
        now, standsFor, whole, found, Map.of(), Set.of(root()), Set.of(), Long.MIN_VALUE);
  }

  @Override
  public Opener opener() {
    throw new UnsupportedOperationException("nothing is read here");
  }
}
