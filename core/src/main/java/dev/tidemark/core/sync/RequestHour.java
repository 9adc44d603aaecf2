package dev.tidemark.core.sync;

import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The requests that an upstream was sent in one hour.
 *
 * @param hour since the epoch
 * @param sent the milliseconds since the epoch of each, in the order in which they were written
 *     down: {@code 1776328200123,1776328200123,1776328201000}
 */
record RequestHour(String upstream, long hour, String sent) {

  private static final long MILLIS = Duration.ofHours(1).toMillis();
  private static final long KEPT = 24;

  static RequestHour begun(String upstream, Instant at) {
    return new RequestHour(upstream, hourOf(at), "");
  }

  /** The hours of all of these requests. */
  static List<RequestHour> of(String upstream, List<Instant> sent) {
    Map<Long, RequestHour> hours = new TreeMap<>();
    for (Instant at : sent) {
      hours.merge(hourOf(at), begun(upstream, at).and(at), (before, one) -> before.and(at));
    }
    return List.copyOf(hours.values());
  }

  static RowKey key(String upstream, Instant at) {
    return RowKey.of(upstream, hourOf(at));
  }

  private static long hourOf(Instant at) {
    return Math.floorDiv(at.toEpochMilli(), MILLIS);
  }

  RowKey key() {
    return RowKey.of(upstream, hour);
  }

  RequestHour and(Instant at) {
    String more = Long.toString(at.toEpochMilli());
    return new RequestHour(upstream, hour, sent.isEmpty() ? more : sent + "," + more);
  }

  /** Whether all of it is more than a day before this time, or behind it. */
  boolean isFarFrom(Instant at) {
    return Math.abs(hour - hourOf(at)) > KEPT;
  }

  /** Those from the one time up to and including the other, both cut to the millisecond. */
  Stream<Instant> between(Instant from, Instant to) {
    Instant first = from.equals(Instant.MIN) ? from : Precision.MILLIS.cut(from);
    boolean mayHaveAny =
        !start().plusMillis(MILLIS).isBefore(first) && !start().isAfter(to) && !sent.isEmpty();
    return mayHaveAny
        ? Arrays.stream(sent.split(","))
            .map(each -> Instant.ofEpochMilli(Long.parseLong(each)))
            .filter(at -> !at.isBefore(first) && !at.isAfter(to))
        : Stream.empty();
  }

  private Instant start() {
    return Instant.ofEpochMilli(hour * MILLIS);
  }
}
