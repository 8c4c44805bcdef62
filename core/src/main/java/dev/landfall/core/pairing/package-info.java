/**
 * From witnesses to a call: what is awaited, what a new witness changes, when a call is settled.
 */
@NullMarked
package dev.landfall.core.pairing;

import org.jspecify.annotations.NullMarked;
