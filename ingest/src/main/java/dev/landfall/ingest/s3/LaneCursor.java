package dev.landfall.ingest.s3;

import dev.landfall.ingest.layout.AwsLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Walks the keys below a prefix page by page, and steps over folders that hold nothing for us.
 *
 * <p>Errors: after an {@link Unlistable} the next step asks for the same page again.
 */
final class LaneCursor {
  private final String prefix;
  private @Nullable String after;
  private @Nullable String token;
  private boolean ended;

  LaneCursor(String prefix, @Nullable String after) {
    this.prefix = prefix;
    this.after = after;
  }

  boolean ended() {
    return ended;
  }

  /** The next page; call it until {@link #ended}. */
  List<S3Object> step(BucketPages pages) throws Unlistable {
    BucketPages.Page page = pages.keys(prefix, after, token);
    token = page.next();
    ended = token == null;
    if (!ended && !page.objects().isEmpty()) {
      leap(page.objects().get(page.objects().size() - 1).key());
    }
    return page.objects();
  }

  /** A folder of bodies may hold thousands of keys; one request goes past it. */
  private void leap(String last) {
    String folder = AwsLayout.skippedFolderOf(last);
    if (folder != null && folder.length() > prefix.length()) {
      // '0' is the character behind '/'
      after = folder.substring(0, folder.length() - 1) + '0';
      token = null;
    }
  }
}
