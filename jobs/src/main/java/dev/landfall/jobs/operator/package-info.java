/** What runs inside the job: each operator loads state, calls core, saves state, sends on. */
@NullMarked
package dev.landfall.jobs.operator;

import org.jspecify.annotations.NullMarked;
