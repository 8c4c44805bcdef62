package dev.landfall.jobs.lake;

import dev.landfall.ingest.bucket.BucketFiles;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * Connections to a lake in a bucket end with the job's classes, or they would pin them for ever.
 */
public final class LakeConnections {
  private LakeConnections() {}

  public static void endWith(RuntimeContext context) {
    context.registerUserCodeClassLoaderReleaseHookIfAbsent(
        "landfall-lake", BucketFiles::closeConnections);
  }
}
