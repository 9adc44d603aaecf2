package dev.tidemark.app.sample;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The ids of one type, ascending and with gaps.
 *
 * @param live the ids of rows that are to be found
 * @param dead the ids of tombstones
 * @param missing ids that no row has but that rows of other types may name
 */
record Ids(List<Long> live, List<Long> dead, List<Long> missing) {

  private static final int ONE_DEAD_IN = 100;
  private static final int ONE_MISSING_IN = 700;
  private static final double GAP = 0.1;

  /** The ids of every type at {@code scale}; an ixlan has the id of its ix. */
  static Map<Kind, Ids> of(double scale, long seed) {
    Map<Kind, Ids> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      all.put(kind, of(kind.rows(scale), Dice.of(seed, "ids of " + kind)));
    }
    all.put(Kind.IXLAN, all.get(Kind.IX));
    return all;
  }

  private static Ids of(int rows, Dice dice) {
    Ids ids = new Ids(new ArrayList<>(rows), new ArrayList<>(), new ArrayList<>());
    long next = 1;
    for (int row = 0; row < rows; row++) {
      if (row % ONE_DEAD_IN == 3) {
        ids.dead.add(next++);
      }
      if (row % ONE_MISSING_IN == 2) {
        ids.missing.add(next++);
      }
      next += dice.chance(GAP) ? dice.between(1, 9) : 0;
      ids.live.add(next++);
    }
    return ids;
  }
}
