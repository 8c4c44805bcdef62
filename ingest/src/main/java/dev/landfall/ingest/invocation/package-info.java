/** Bedrock's model invocation log: one record, one witness. */
@NullMarked
package dev.landfall.ingest.invocation;

import org.jspecify.annotations.NullMarked;
