/** The one job: its topology, its settings, and the two ways it runs in this process. */
@NullMarked
package dev.landfall.jobs.audittrail;

import org.jspecify.annotations.NullMarked;
