/** The one compact byte form of calls and witnesses, used on edges, in state and in the lake. */
@NullMarked
package dev.landfall.core.codec;

import org.jspecify.annotations.NullMarked;
