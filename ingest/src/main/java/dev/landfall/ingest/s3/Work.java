package dev.landfall.ingest.s3;

/** Something that asks for one page at a time. */
interface Work {
  /** True: it is done. An {@link Unlistable} speaks of the whole bucket; the step can be redone. */
  boolean step(Found found) throws Unlistable;

  /** All of it at once. */
  default void toItsEnd(Found found) throws Unlistable {
    boolean done;
    do {
      done = step(found);
    } while (!done);
  }
}
