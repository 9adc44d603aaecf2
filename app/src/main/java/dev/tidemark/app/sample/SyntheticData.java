package dev.tidemark.app.sample;

import java.time.Clock;

/**
 * An invented PeeringDB: all thirteen types with all their fields, the same bytes for the same
 * scale and seed. Its past ends with the year 2025; what {@link #advance} changes is stamped by the
 * clock, never backwards.
 */
public final class SyntheticData implements SampleData {

  private static final double LARGEST = 2;

  private final Clock clock;
  private final long seed;
  private long newest = Dice.PRESENT;
  private int moves;
  private volatile SampleState state;

  private SyntheticData(SampleState state, long seed, Clock clock) {
    this.state = state;
    this.seed = seed;
    this.clock = clock;
  }

  /**
   * Makes the first state up.
   *
   * @param scale 1 for the 364,100 rows of the reference fixture; more than 0, at most 2
   */
  public static SyntheticData of(double scale, long seed, Clock clock) {
    if (!(scale > 0 && scale <= LARGEST)) {
      throw new IllegalArgumentException(
          "invent sample data: the scale must be more than 0 and at most 2, found " + scale);
    }
    return new SyntheticData(FirstState.of(scale, seed), seed, clock);
  }

  @Override
  public SampleState state() {
    return state;
  }

  /** Adds, changes, deletes, revives and moves about one row in a hundred; always possible. */
  @Override
  public synchronized boolean advance() {
    newest = Math.max(newest + 1, clock.instant().getEpochSecond());
    moves++;
    state = new Changes(state, Dice.of(seed, "move " + moves), newest).next();
    return true;
  }
}
