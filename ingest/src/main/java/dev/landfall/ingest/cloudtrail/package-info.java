/** CloudTrail records: witnesses of calls, changes, surfaces, and what is set aside. */
@NullMarked
package dev.landfall.ingest.cloudtrail;

import org.jspecify.annotations.NullMarked;
