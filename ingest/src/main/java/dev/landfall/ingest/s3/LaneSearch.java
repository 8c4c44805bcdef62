package dev.landfall.ingest.s3;

/** Looks for lanes that came and lanes that went. */
final class LaneSearch implements Work {
  private static final String TOO_MANY = "too many folders to look into; set prefix";

  private final BucketView view;
  private final BucketPages pages;
  private final Discovery discovery;
  private final long begunAt;
  private boolean whole = true;
  private boolean first = true;

  LaneSearch(BucketStore store, BucketView view, BucketPages pages, long begunAt) {
    this.view = view;
    this.pages = pages;
    this.discovery = new Discovery(store);
    this.begunAt = begunAt;
  }

  @Override
  public boolean step(Found found) throws Unlistable {
    String folder = discovery.next();
    if (folder != null) {
      list(folder, found);
    }
    if (discovery.ended()) {
      view.noLonger(TOO_MANY);
      String leftOut = discovery.leftOut();
      if (leftOut != null) {
        view.failed(leftOut, TOO_MANY);
      }
      view.searched(discovery.lanes(), whole, begunAt, found);
    }
    return discovery.ended();
  }

  /** What may not be listed at the root may not be listed at all. */
  private void list(String folder, Found found) throws Unlistable {
    found.requests++;
    try {
      discovery.step(pages);
      view.listed(folder);
      found.lookedThrough(folder);
    } catch (Unlistable e) {
      if (e.everywhere || first) {
        throw e;
      }
      whole = false;
      view.failed(folder, e.reason);
      discovery.skip();
    }
    first = false;
  }
}
