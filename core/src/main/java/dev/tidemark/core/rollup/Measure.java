package dev.tidemark.core.rollup;

import java.util.Optional;

/**
 * One of what is added up of the events of a cell.
 *
 * @param of what of each event; none for a count
 * @param missing for {@link Kind#SUM_WHERE_MISSING}: only events that have no value here
 */
public record Measure(String name, Kind kind, Optional<FieldPath> of, Optional<FieldPath> missing) {

  /** What is done with the values. */
  public enum Kind {
    /** How many events there are. */
    COUNT,
    /** How many different values, null being none. */
    DISTINCT,
    /** The sum of whole numbers, null being 0. */
    SUM,
    /** The smallest value; null if there is none. */
    MIN,
    /** The greatest value; null if there is none. */
    MAX,
    /** As {@link #SUM}, of the events alone that have no value in another field. */
    SUM_WHERE_MISSING
  }

  public Measure {
    if ((kind == Kind.COUNT) == of.isPresent()
        || (kind == Kind.SUM_WHERE_MISSING) != missing.isPresent()) {
      throw new IllegalArgumentException(
          "measure %s: a %s is of %s"
              .formatted(name, kind, kind == Kind.COUNT ? "nothing" : "a field"));
    }
  }

  /** Whether two parts of a cell can be put together without their events. */
  boolean isMergeable() {
    return kind != Kind.DISTINCT;
  }
}
