/** Alerts in the job: the desk that keeps and sends them, and people's decisions as they come. */
@NullMarked
package dev.landfall.jobs.alert;

import org.jspecify.annotations.NullMarked;
