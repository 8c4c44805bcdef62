/** How each kind of sink wants to be told, and the sending itself. */
@NullMarked
package dev.landfall.ingest.sink;

import org.jspecify.annotations.NullMarked;
