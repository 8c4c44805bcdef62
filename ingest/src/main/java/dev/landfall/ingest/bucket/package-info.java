/** Files in a bucket, as the lake needs them: the only place that knows S3's conditional writes. */
@NullMarked
package dev.landfall.ingest.bucket;

import org.jspecify.annotations.NullMarked;
