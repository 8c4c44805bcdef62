/** The words of the product as types: witnesses, what they state, and the call they tell of. */
@NullMarked
package dev.landfall.core.model;

import org.jspecify.annotations.NullMarked;
