package dev.tidemark.app.sample;

import java.util.Map;
import java.util.Objects;

/** Which networks, exchanges, facilities and carriers meet: pairs of indexes, row by row. */
record Links(Pairs carrierfac, Pairs ixfac, Pairs netfac, Pairs netixlan) {

  static Links of(Map<Kind, Ids> ids, Dice dice) {
    return new Links(
        pairs(ids, dice, new Ends(Kind.CARRIERFAC, Kind.CARRIER, Kind.FAC)),
        pairs(ids, dice, new Ends(Kind.IXFAC, Kind.IX, Kind.FAC)),
        pairs(ids, dice, new Ends(Kind.NETFAC, Kind.NET, Kind.FAC)),
        pairs(ids, dice, new Ends(Kind.NETIXLAN, Kind.NET, Kind.IXLAN)));
  }

  private record Ends(Kind link, Kind left, Kind right) {}

  /** The two sides of a link type: for each of its rows the index of the one and the other. */
  record Pairs(int[] left, int[] right, int[] ofLeft, int[] ofRight) {

    Pairs(int rows, int lefts, int rights) {
      this(new int[rows], new int[rows], new int[lefts], new int[rights]);
    }

    private void set(int row, int one, int other) {
      left[row] = one;
      right[row] = other;
      ofLeft[one]++;
      ofRight[other]++;
    }
  }

  private static Pairs pairs(Map<Kind, Ids> ids, Dice dice, Ends ends) {
    int lefts = size(ids, ends.left());
    int rights = size(ids, ends.right());
    Pairs pairs = new Pairs(size(ids, ends.link()), lefts, rights);
    for (int row = 0; row < pairs.left().length; row++) {
      pairs.set(row, dice.skewed(lefts), dice.skewed(rights));
    }
    return pairs;
  }

  private static int size(Map<Kind, Ids> ids, Kind kind) {
    return Objects.requireNonNull(ids.get(kind), "ids").live().size();
  }
}
