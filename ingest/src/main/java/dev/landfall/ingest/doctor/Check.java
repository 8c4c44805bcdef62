package dev.landfall.ingest.doctor;

import java.util.List;

/** Looks at one thing; it may block, and is cut off when it takes too long. */
interface Check {
  /** The name of its first line, for when it does not come to say one. */
  String name();

  String subject();

  /** What was found; never empty. */
  List<Line> look() throws Exception;
}
