/**
 * Made-up traffic in AWS's own layout, with the truth about it.
 *
 * <p>Nothing here reads a record, pairs witnesses or asks the product's catalogue: the truth is
 * what was planted. That is why this package may use the JDK and Jackson only.
 */
@NullMarked
package dev.landfall.ingest.generate;

import org.jspecify.annotations.NullMarked;
