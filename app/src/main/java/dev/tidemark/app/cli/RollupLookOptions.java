package dev.tidemark.app.cli;

import dev.tidemark.app.report.RollupView;
import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.schema.NearMiss;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say which part of a rollup is shown, and how it is put together. */
final class RollupLookOptions {

  private static final String SINCE = "--since";
  private static final String UNTIL = "--until";
  private static final String BY = "--by";
  private static final String KEYS = "--keys";
  private static final String TOTAL = "--total";
  private static final String ZONE = "--zone";

  /** So much is drawn by the hour, more by the day: a week, and the hour that has begun. */
  private static final Duration BY_THE_HOUR = Duration.ofDays(8);

  /** All databases have these. */
  private static final Instant FIRST = Instant.parse("1000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  @Option(
      names = SINCE,
      paramLabel = "T",
      defaultValue = "7d",
      description =
          "From when: a duration before now (7d, 12h), a day, a time in the zone, or an instant."
              + " Default: ${DEFAULT-VALUE}.")
  private String since = "";

  @Option(names = UNTIL, paramLabel = "T", description = "Until before when. Default: now.")
  private @Nullable String until;

  @Option(
      names = BY,
      paramLabel = "hour|day",
      description = "What is put together. Default: hour up to eight days, day for more.")
  private @Nullable String by;

  @Option(
      names = KEYS,
      paramLabel = "KEY",
      split = ",",
      description = "Told apart by these only. Default: all.")
  private List<String> keys = List.of();

  @Option(names = TOTAL, description = "Told apart by no key.")
  private boolean total;

  @Option(
      names = ZONE,
      paramLabel = "ZONE",
      description = "In which days begin: Europe/Berlin, +05:30, UTC. Default: this machine's.")
  private @Nullable String zone;

  /**
   * What they ask of this rollup.
   *
   * @param exact whether buckets are wanted as they are, unless said otherwise
   * @throws ParameterException if it has no such thing
   */
  RollupLook of(RollupPlan plan, CommandLine command, Clock clock, boolean exact) {
    try {
      ZoneId asked = zone(clock);
      ZoneId shown = new RollupView(plan, asked).zone();
      ChronoUnit unit = unit(plan, new PointInTime(shown, clock.instant()), exact);
      Span span = span(plan, new PointInTime(shown, clock.instant()), unit);
      return new RollupLook(new RollupView(plan, asked, unit, keys(plan)), asked, span);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, String.valueOf(e.getMessage()), e);
    }
  }

  private ZoneId zone(Clock clock) {
    try {
      return zone == null ? clock.getZone() : ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s: expected a zone such as Europe/Berlin, +05:30 or UTC, found \"%s\"%s"
              .formatted(ZONE, zone, NearMiss.hint(zone, ZoneId.getAvailableZoneIds())),
          e);
    }
  }

  private ChronoUnit unit(RollupPlan plan, PointInTime times, boolean exact) {
    boolean hasDaysOnly = plan.definition().bucket() == Bucket.DAY;
    if (by == null) {
      return hasDaysOnly || exact || isShort(times) ? RollupView.unitOf(plan) : ChronoUnit.DAYS;
    }
    ChronoUnit asked =
        switch (by) {
          case "hour" -> ChronoUnit.HOURS;
          case "day" -> ChronoUnit.DAYS;
          default ->
              throw new IllegalArgumentException(
                  "%s: expected hour or day, found \"%s\"".formatted(BY, by));
        };
    if (hasDaysOnly && asked == ChronoUnit.HOURS) {
      throw new IllegalArgumentException(
          "%s: %s adds up whole days, and has no hours".formatted(BY, plan.name()));
    }
    return asked;
  }

  private boolean isShort(PointInTime times) {
    Instant from = at(SINCE, since, times, ChronoUnit.HOURS);
    return Duration.between(from, end(times, ChronoUnit.HOURS)).compareTo(BY_THE_HOUR) <= 0;
  }

  private Span span(RollupPlan plan, PointInTime times, ChronoUnit unit) {
    Instant from = at(SINCE, since, times, unit);
    Instant to = end(times, unit);
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "%s: expected a time before %s, found %s".formatted(SINCE, to, from));
    }
    return new Span(ceiling(plan, from), ceiling(plan, to));
  }

  private Instant end(PointInTime times, ChronoUnit unit) {
    return until == null ? times.now() : at(UNTIL, until, times, unit);
  }

  private static Instant at(String option, String text, PointInTime times, ChronoUnit unit) {
    try {
      Instant at = times.parse(text, unit);
      return at.isBefore(FIRST) ? FIRST : at.isAfter(LAST) ? LAST : at;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  /** A bucket belongs to where it begins, so those that begin before a time come before it. */
  private static Instant ceiling(RollupPlan plan, Instant at) {
    Bucket bucket = plan.definition().bucket();
    return bucket.floor(at).equals(at) ? at : bucket.next(at);
  }

  private List<String> keys(RollupPlan plan) {
    List<String> known = RollupView.namesOf(plan);
    if (total && !keys.isEmpty()) {
      throw new IllegalArgumentException("expected one of %s and %s".formatted(KEYS, TOTAL));
    }
    Optional<String> unknown = keys.stream().filter(key -> !known.contains(key)).findFirst();
    if (unknown.isPresent()) {
      throw new IllegalArgumentException(
          "%s: %s has no key %s%s; it has %s"
              .formatted(
                  KEYS,
                  plan.name(),
                  unknown.get(),
                  NearMiss.hint(unknown.get(), known),
                  known.isEmpty() ? "none" : String.join(", ", known)));
    }
    if (total) {
      return List.of();
    }
    return keys.isEmpty() ? known : keys.stream().distinct().toList();
  }
}
