package dev.tidemark.app.sample;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Repeatable chance. {@link Random} is used because its sequence is part of its specification. */
final class Dice {

  private static final long FIRST = Instant.parse("2010-07-29T00:00:00Z").getEpochSecond();
  private static final long MIGRATION = Instant.parse("2016-03-14T21:21:05Z").getEpochSecond();
  private static final double BULK = 0.1;

  /** The second in which the invented past ends. */
  static final long PRESENT = Instant.parse("2025-12-31T23:00:00Z").getEpochSecond();

  private final Random random;

  private Dice(long seed) {
    this.random = new Random(seed);
  }

  /** Dice of their own for one purpose, so that one part's throws never move another's. */
  static Dice of(long seed, String purpose) {
    return new Dice(seed * 1_000_003 + purpose.hashCode());
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** From {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  @SafeVarargs
  final <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** The value, or nothing in the words of this API; it is only made up where it is wanted. */
  String maybe(double probability, Supplier<String> value) {
    return chance(probability) ? value.get() : "";
  }

  /** An index below {@code size}; low ones come up more often, as big networks do. */
  int skewed(int size) {
    return (int) (size * Math.pow(random.nextDouble(), 1.5));
  }

  /** Somewhere in the invented past; some in the same second, as bulk changes leave them. */
  PeeringRow.Stamps stamps() {
    long created = chance(BULK) ? FIRST : within(FIRST);
    boolean bulk = created < MIGRATION && chance(BULK);
    return new PeeringRow.Stamps(created, bulk ? MIGRATION : within(created));
  }

  /** A second between {@code from} and the end of the past. */
  long within(long from) {
    return from + (long) (random.nextDouble() * (PRESENT - from));
  }

  String instant() {
    return Instant.ofEpochSecond(within(MIGRATION)).toString();
  }
}
