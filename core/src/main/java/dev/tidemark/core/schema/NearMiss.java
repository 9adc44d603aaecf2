package dev.tidemark.core.schema;

import java.util.Collection;
import java.util.Comparator;

/** Guesses which known word was meant by an unknown one. */
public final class NearMiss {

  private NearMiss() {}

  /** {@code ; did you mean "integer"?}, or nothing when no word is near. */
  public static String hint(String word, Collection<String> known) {
    int farthest = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(each -> distance(word, each) <= farthest)
        .min(Comparator.comparingInt(each -> distance(word, each)))
        .map(each -> "; did you mean \"" + each + "\"?")
        .orElse("");
  }

  /** How many letters must be put in, taken out or changed. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
