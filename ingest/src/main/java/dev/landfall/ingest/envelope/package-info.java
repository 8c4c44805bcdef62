/** What CloudTrail and invocation-log records are wrapped in on their way. */
@NullMarked
package dev.landfall.ingest.envelope;

import org.jspecify.annotations.NullMarked;
