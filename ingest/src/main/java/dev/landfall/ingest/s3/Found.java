package dev.landfall.ingest.s3;

import dev.landfall.ingest.layout.AwsLayout;
import dev.landfall.ingest.source.FoundObject;
import dev.landfall.ingest.source.Listing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What one listing gathers. */
final class Found {
  /** More than these make another listing, so that a large bucket is never held whole. */
  private static final int PART = 5_000;

  private final BucketStore store;
  private final KeyFilter filter;
  final long begunAt;
  private final List<FoundObject> objects = new ArrayList<>();
  private final Set<String> folders = new HashSet<>();
  private final Set<String> gone = new HashSet<>();
  int requests;

  Found(BucketStore store, long begunAt) {
    this.store = store;
    this.filter = store.filter();
    this.begunAt = begunAt;
  }

  boolean isFull() {
    return objects.size() >= PART;
  }

  /** Takes in what is to be read of a page; the latest day or hour in its keys, if there is one. */
  @Nullable Long take(Lane lane, List<S3Object> page) {
    Long newest = null;
    String folder = store.uri(lane.prefix());
    for (S3Object object : page) {
      AwsLayout.Described told = filter.read(object.key());
      if (told != null) {
        long modifiedAt = object.lastModified().toEpochMilli();
        add(folder, object.key(), object.size(), object.eTag(), modifiedAt);
        Long covers = told.coversFrom();
        newest = newest == null || covers != null && covers > newest ? covers : newest;
      }
    }
    return newest;
  }

  /** Takes in one object that a queue told of; none, if it is not to be read. */
  void take(Notification told) {
    if (!told.bucket().equals(store.bucket()) || filter.read(told.key()) == null) {
      return;
    }
    AwsLayout.Folder folder =
        AwsLayout.folder(told.key().substring(0, told.key().lastIndexOf('/') + 1));
    if (folder.level() == AwsLayout.Level.LANE) {
      add(store.uri(folder.path()), told.key(), told.size(), told.eTag(), told.at());
    }
  }

  private void add(String folder, String key, long size, @Nullable String eTag, long modifiedAt) {
    objects.add(
        new FoundObject(store.uri(key), folder, size, version(eTag), modifiedAt, modifiedAt));
  }

  void lookedThrough(String prefix) {
    folders.add(store.uri(prefix));
  }

  void wentAway(String prefix) {
    gone.add(store.uri(prefix));
  }

  Listing listing(boolean whole, long standsFor, Map<String, String> problems, long forgetBefore) {
    return new Listing(begunAt, standsFor, whole, objects, problems, folders, gone, forgetBefore);
  }

  /** The same object has the same ETag in a listing, with quotes, and in a message, without. */
  private static long version(@Nullable String eTag) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; eTag != null && i < eTag.length(); i++) {
      if (eTag.charAt(i) != '"') {
        hash = (hash ^ eTag.charAt(i)) * 0x100000001b3L;
      }
    }
    return hash;
  }
}
