/** Rules over the quota ledger: how near a quota is, and how many calls it refuses. */
@NullMarked
package dev.landfall.core.detect.quota;

import org.jspecify.annotations.NullMarked;
