/** AWS's folder layout in S3, as far as a path tells what an object covers. */
@NullMarked
package dev.landfall.ingest.layout;

import org.jspecify.annotations.NullMarked;
