/**
 * One call, one judgement: verdict, workload, placement, quota use and the grounds for findings.
 */
@NullMarked
package dev.landfall.core.judge;

import org.jspecify.annotations.NullMarked;
