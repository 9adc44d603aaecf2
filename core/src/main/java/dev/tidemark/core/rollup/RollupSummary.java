package dev.tidemark.core.rollup;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cells put together for somebody who looks: by the hours or days of a zone, and by some of the
 * keys. A bucket belongs to the hour or day in which it begins. Where the zone is a whole number of
 * hours from UTC that is exact; elsewhere its days begin in the middle of a bucket, which cannot be
 * taken apart.
 */
public final class RollupSummary {

  /**
   * How cells are put together.
   *
   * @param unit {@link ChronoUnit#HOURS} or {@link ChronoUnit#DAYS}
   * @param keys names of those that lines are told apart by
   */
  public record Grouping(ZoneId zone, ChronoUnit unit, List<String> keys) {
    public Grouping {
      keys = List.copyOf(keys);
    }
  }

  /**
   * What the cells of one time and of some keys add up to.
   *
   * @param start of the hour or day
   * @param measures in the order of the definition; empty where parts do not add up to a whole, as
   *     with counts of different values
   */
  public record Line(
      ZonedDateTime start, List<@Nullable Object> keys, List<Optional<Object>> measures) {}

  private record Place(ZonedDateTime start, List<@Nullable Object> keys) {}

  private final Map<Place, List<@Nullable Object>> sums = new LinkedHashMap<>();
  private final RollupPlan plan;
  private final Grouping grouping;
  private final List<Integer> chosen;

  private RollupSummary(RollupPlan plan, Grouping grouping) {
    this.plan = plan;
    this.grouping = grouping;
    this.chosen = chosen(plan, grouping.keys());
  }

  private static List<Integer> chosen(RollupPlan plan, List<String> keys) {
    List<String> all = plan.definition().keys().stream().map(Key::name).toList();
    return keys.stream()
        .map(
            key -> {
              if (!all.contains(key)) {
                throw new IllegalArgumentException(
                    "rollup %s has no key %s; it has %s"
                        .formatted(plan.name(), key, String.join(", ", all)));
              }
              return all.indexOf(key);
            })
        .toList();
  }

  /**
   * The lines of these cells, by time; those of one time in the order in which they came.
   *
   * @throws IllegalArgumentException if there is no such key
   */
  public static List<Line> of(RollupPlan plan, Iterator<RollupCell> cells, Grouping grouping) {
    RollupSummary summary = new RollupSummary(plan, grouping);
    cells.forEachRemaining(summary::add);
    return summary.lines();
  }

  private void add(RollupCell cell) {
    List<@Nullable Object> keys = new ArrayList<>();
    chosen.forEach(index -> keys.add(cell.keys().get(index)));
    sums.merge(
        new Place(start(cell), Collections.unmodifiableList(keys)),
        cell.measures(),
        this::together);
  }

  /** Of a day that has two midnights, it is the first one. */
  private ZonedDateTime start(RollupCell cell) {
    ZonedDateTime at = cell.bucket().atZone(grouping.zone());
    return grouping.unit() == ChronoUnit.DAYS
        ? at.toLocalDate().atStartOfDay(grouping.zone())
        : at.truncatedTo(grouping.unit());
  }

  private List<@Nullable Object> together(
      List<@Nullable Object> one, List<@Nullable Object> other) {
    List<@Nullable Object> both = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      both.add(together(plan.definition().measures().get(i), one.get(i), other.get(i)));
    }
    return both;
  }

  private static @Nullable Object together(
      Measure measure, @Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return measure.isMergeable() ? one == null ? other : one : null;
    }
    return switch (measure.kind()) {
      case COUNT, SUM, SUM_WHERE_MISSING -> Math.addExact((Long) one, (Long) other);
      case MIN -> compare(one, other) <= 0 ? one : other;
      case MAX -> compare(one, other) >= 0 ? one : other;
      case DISTINCT -> null;
    };
  }

  /** Values of one measure are of one class. */
  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }

  private List<Line> lines() {
    return sums.entrySet().stream()
        .map(
            sum ->
                new Line(
                    sum.getKey().start(),
                    sum.getKey().keys(),
                    sum.getValue().stream().map(Optional::ofNullable).toList()))
        .sorted(Comparator.comparing(line -> line.start().toInstant()))
        .toList();
  }
}
