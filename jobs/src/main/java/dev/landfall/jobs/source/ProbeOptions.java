package dev.landfall.jobs.source;

import java.io.Serializable;
import java.time.Clock;

/**
 * How the folder of the probe's samples is read.
 *
 * <p>Units: milliseconds. Shape: plain values, for they travel with the job.
 *
 * @param folder absolute path; it need not exist, for a probe may never have run
 * @param bounded read what is there now and end; otherwise watch
 * @param pollMillis time between two looks
 * @param rememberMillis names of files older than this are forgotten and count as read
 */
public record ProbeOptions(
    String folder, boolean bounded, long pollMillis, long rememberMillis, Clock clock)
    implements Serializable {
  private static final long serialVersionUID = 1;
}
