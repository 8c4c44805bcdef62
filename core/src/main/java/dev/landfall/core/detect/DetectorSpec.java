package dev.landfall.core.detect;

/**
 * What a rule is and what it cannot see, for people.
 *
 * @param id stable and stored
 * @param version raised when the rule's outcome changes; findings carry it
 * @param why what goes wrong where nobody looks
 * @param blindSpots what the rule cannot see
 * @param triage what to do first
 */
public record DetectorSpec(
    String id,
    long version,
    String title,
    Severity severity,
    String why,
    String blindSpots,
    String triage) {

  public DetectorSpec {
    for (String text : new String[] {id, title, why, blindSpots, triage}) {
      if (text.isBlank()) {
        throw new IllegalArgumentException(
            "detector '%s' wants title, why, blind spots and triage".formatted(id));
      }
    }
    if (version < 1) {
      throw new IllegalArgumentException(
          "detector '%s' wants a version from 1, got %d".formatted(id, version));
    }
  }
}
