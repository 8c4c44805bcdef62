package dev.landfall.jobs.lake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What stands in the object that says who owns a lake in a bucket: one line, separated by tabs.
 *
 * @param held false: given back
 * @param epoch counts owners
 * @param beat counts renewals, so that no two writes have the same content
 * @param job the job whose next attempt may take the lease over at once; empty: no job's
 * @param owner for people
 */
record Lease(boolean held, long epoch, long beat, String job, String token, String owner) {
  private static final int PARTS = 6;

  byte[] bytes() {
    return String.join(
            "\t",
            held ? "held" : "free",
            Long.toString(epoch),
            Long.toString(beat),
            job,
            token,
            owner)
        .concat("\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  static Lease of(byte[] content) throws IOException {
    String[] parts = new String(content, StandardCharsets.UTF_8).stripTrailing().split("\t", PARTS);
    try {
      return new Lease(
          parts[0].equals("held"),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          parts[3],
          parts[4],
          parts[5]);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException("the lease object is not one of ours; remove it by hand", e);
    }
  }

  /** Whether the same owner holds both. */
  boolean isOf(Lease other) {
    return held && token.equals(other.token);
  }

  Lease renewed() {
    return new Lease(held, epoch, beat + 1, job, token, owner);
  }

  Lease givenBack() {
    return new Lease(false, epoch, beat + 1, job, token, owner);
  }
}
