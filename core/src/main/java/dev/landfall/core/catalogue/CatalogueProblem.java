package dev.landfall.core.catalogue;

/** A catalogue file that cannot be read: which file, which line, what would be right. */
public final class CatalogueProblem extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private final String file;
  private final int line;

  public CatalogueProblem(String file, int line, String message) {
    super("%s, line %d: %s".formatted(file, line, message));
    this.file = file;
    this.line = line;
  }

  public String file() {
    return file;
  }

  /** Counted from 1; 0: the file as a whole. */
  public int line() {
    return line;
  }
}
