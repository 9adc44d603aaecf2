package dev.tidemark.app.report;

import dev.tidemark.app.text.Csv;
import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.Key;
import dev.tidemark.core.rollup.Measure;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupSummary;
import dev.tidemark.core.rollup.RollupSummary.Grouping;
import dev.tidemark.core.rollup.RollupSummary.Line;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How somebody looks at the cells of a rollup. Hours are the rollup's own, whole ones of UTC, in
 * any zone; so are the days of a rollup that has days only.
 *
 * @param zone in which times are shown, and days begin
 * @param unit {@link ChronoUnit#HOURS} or {@link ChronoUnit#DAYS}, no shorter than a bucket
 * @param keys names of those that lines are told apart by
 */
public record RollupView(RollupPlan plan, ZoneId zone, ChronoUnit unit, List<String> keys) {

  private static final String BUCKET = "bucket";

  public RollupView {
    keys = List.copyOf(keys);
    if (plan.definition().bucket() == Bucket.DAY) {
      zone = ZoneOffset.UTC;
    }
  }

  /** Its own buckets, told apart by all keys. */
  public RollupView(RollupPlan plan, ZoneId zone) {
    this(plan, zone, unitOf(plan), namesOf(plan));
  }

  /** How long a bucket is. */
  public static ChronoUnit unitOf(RollupPlan plan) {
    return plan.definition().bucket() == Bucket.DAY ? ChronoUnit.DAYS : ChronoUnit.HOURS;
  }

  /** The names of all keys. */
  public static List<String> namesOf(RollupPlan plan) {
    return plan.definition().keys().stream().map(Key::name).toList();
  }

  /** The names of all measures. */
  static List<String> measuresOf(RollupPlan plan) {
    return plan.definition().measures().stream().map(Measure::name).toList();
  }

  /** Lines by time, then as the cells come. */
  public List<Line> lines(List<RollupCell> cells) {
    return lines(cells, keys);
  }

  /** What all keys together add up to, by time. */
  List<Line> totals(List<RollupCell> cells) {
    return lines(cells, List.of());
  }

  private List<Line> lines(List<RollupCell> cells, List<String> by) {
    ZoneId grouped = unit == ChronoUnit.DAYS ? zone : ZoneOffset.UTC;
    return RollupSummary.of(plan, cells.iterator(), new Grouping(grouped, unit, by)).stream()
        .map(line -> new Line(local(line.start()), line.keys(), line.measures()))
        .toList();
  }

  private ZonedDateTime local(ZonedDateTime start) {
    return start.withZoneSameInstant(zone);
  }

  /** Where the hour or day begins that this is in. */
  ZonedDateTime startOf(Instant at) {
    return unit == ChronoUnit.DAYS
        ? at.atZone(zone).toLocalDate().atStartOfDay(zone)
        : local(at.truncatedTo(ChronoUnit.HOURS).atZone(ZoneOffset.UTC));
  }

  /** What people call the zone. */
  String zoneName() {
    return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /** What all times together add up to, by these keys. */
  List<Line> sums(List<RollupCell> cells, List<String> by) {
    Stream<RollupCell> atOnce =
        cells.stream().map(cell -> new RollupCell(Instant.EPOCH, cell.keys(), cell.measures()));
    return RollupSummary.of(plan, atOnce.iterator(), new Grouping(ZoneOffset.UTC, unit, by));
  }

  List<String> columns() {
    List<String> columns = new ArrayList<>(List.of(BUCKET));
    columns.addAll(keys);
    columns.addAll(measuresOf(plan));
    return columns;
  }

  /** A heading, and a line for each time and keys. */
  public List<String> csv(List<RollupCell> cells) {
    return Stream.concat(
            Stream.of(Csv.line(columns())), lines(cells).stream().map(this::exact).map(Csv::line))
        .toList();
  }

  /** An object for each time and keys. */
  public List<Map<String, @Nullable Object>> json(List<RollupCell> cells) {
    return lines(cells).stream().map(line -> object(exact(line))).toList();
  }

  /** One as it is. */
  Map<String, @Nullable Object> json(RollupCell cell) {
    return object(exact(lines(List.of(cell)).get(0)));
  }

  private Map<String, @Nullable Object> object(List<@Nullable Object> values) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    List<String> columns = columns();
    for (int i = 0; i < columns.size(); i++) {
      object.put(columns.get(i), values.get(i));
    }
    return object;
  }

  private List<@Nullable Object> exact(Line line) {
    CellText text = new CellText(zone);
    List<@Nullable Object> values = new ArrayList<>();
    values.add(CellText.iso(line.start()));
    line.keys().forEach(key -> values.add(text.exact(key)));
    line.measures().forEach(measure -> values.add(text.exact(measure.orElse(null))));
    return values;
  }
}
