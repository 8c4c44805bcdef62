package dev.landfall.ingest.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody most likely meant. Pure. */
public final class Nearest {
  private Nearest() {}

  /** The closest of the words, if one is close enough to be what was meant. */
  public static Optional<String> to(String typed, Collection<String> words) {
    String wanted = fold(typed);
    int reach = Math.min(Math.max(2, wanted.length() / 3), wanted.length() - 1);
    return words.stream()
        .filter(word -> distance(wanted, fold(word)) <= reach)
        .min(
            Comparator.<String>comparingInt(word -> distance(wanted, fold(word)))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static String fold(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Optimal string alignment: insert, delete, replace, or swap two neighbours, each costs one. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (swapped(a, i, b, j)) {
          best = Math.min(best, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = best;
      }
    }
    return cost[a.length()][b.length()];
  }

  private static boolean swapped(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
