package dev.tidemark.core.rollup;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Up to where changes have been taken in: a time, or a number of the sequence. Neither before the
 * first backfill, nor for a source whose writes triggers note.
 */
public record Watermark(Optional<Instant> time, OptionalLong sequence) {

  public static final Watermark NONE = new Watermark(Optional.empty(), OptionalLong.empty());

  public static Watermark at(Instant time) {
    return new Watermark(Optional.of(time), OptionalLong.empty());
  }

  public static Watermark at(long sequence) {
    return new Watermark(Optional.empty(), OptionalLong.of(sequence));
  }

  @Override
  public String toString() {
    return time.map(Instant::toString)
        .orElse(sequence.isPresent() ? Long.toString(sequence.getAsLong()) : "none");
  }
}
