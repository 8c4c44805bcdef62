/** The rules that state findings, and the tally that keeps a finding's count and times. */
@NullMarked
package dev.landfall.core.detect;

import org.jspecify.annotations.NullMarked;
