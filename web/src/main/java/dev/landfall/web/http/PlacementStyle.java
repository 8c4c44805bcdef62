package dev.landfall.web.http;

import java.util.List;

/**
 * How a placement is shown: a word, a sign and a style class, so that colour is never the only
 * sign.
 *
 * @param id the placement as stored; also the style class, in lower case with a dash
 * @param sign drawn before the word
 * @param word one or two words
 * @param meaning one plain sentence
 */
record PlacementStyle(String id, String style, String sign, String word, String meaning) {
  /** In the order in which they are shown, gravest first. */
  static final List<PlacementStyle> ALL =
      List.of(
          new PlacementStyle(
              "OUTSIDE",
              "outside",
              "▲",
              "outside",
              "Shown to be outside the places its workload may use."),
          new PlacementStyle(
              "UNPROVEN",
              "unproven",
              "?",
              "cannot be shown",
              "The workload has limits, and no record shows where the call ran."),
          new PlacementStyle(
              "INSIDE",
              "inside",
              "●",
              "inside",
              "Observed inside, or kept inside by AWS's own rules."),
          new PlacementStyle(
              "UNLIMITED",
              "unlimited",
              "○",
              "no limit set",
              "The policy sets no limit for this traffic."),
          new PlacementStyle(
              "NOT_RUN",
              "not-run",
              "–",
              "did not run",
              "Refused or throttled before a model ran: nothing was sent on."));

  private static final PlacementStyle OTHER =
      new PlacementStyle("", "unproven", "?", "not known", "A placement this page does not know.");

  /** Never fails: a word that a newer job writes is shown as not known, not dropped. */
  static PlacementStyle of(String id) {
    return ALL.stream().filter(p -> p.id.equals(id)).findFirst().orElse(OTHER);
  }

  int rank() {
    int index = ALL.indexOf(this);
    return index < 0 ? ALL.size() : index;
  }
}
