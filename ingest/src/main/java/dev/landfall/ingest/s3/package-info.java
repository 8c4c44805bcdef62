/** CloudTrail files and invocation logs in a bucket: listed cheaply, read as streams. */
@NullMarked
package dev.landfall.ingest.s3;

import org.jspecify.annotations.NullMarked;
