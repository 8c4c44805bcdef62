package dev.landfall.jobs.lake;

final class SpillSort {
  static final String FOLDER = "_work";

  private SpillSort() {}
}
