package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Run;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a replica stands.
 *
 * @param runs the last cycles, the newest first
 */
public record StatusReport(
    Schema schema,
    List<Run> runs,
    Map<EntityType, Counts> counts,
    Map<EntityType, Cursor> cursors,
    Position position) {

  private static final Counts NONE = new Counts(Map.of(), 0, 0, 0, 0);

  public void print(Place place, Moment now, PrintWriter out) {
    Runs.table(runs, now.zone()).print(out);
    Runs.lastFailure(runs).ifPresent(out::println);
    out.println();
    types(now).print(out);
    out.println();
    out.println(
        "feed position %s, %s".formatted(Amounts.count(position.value()), place.database()));
    place.hints(orphans(), quarantined()).forEach(out::println);
  }

  public Map<String, @Nullable Object> json(Place place) {
    Map<String, Object> types = new LinkedHashMap<>();
    schema.types().forEach(type -> types.put(type.name(), json(type)));
    return Json.object(
        "database", place.database().toString(),
        "position", position.value(),
        "orphans", orphans(),
        "quarantined", quarantined(),
        "runs", runs.stream().map(Runs::json).toList(),
        "types", types);
  }

  private Object json(EntityType type) {
    Optional<Cursor> cursor = Optional.ofNullable(cursors.get(type));
    return Json.object(
        "rows", counts(type).rows(),
        "byStatus", counts(type).byStatus(),
        "orphans", counts(type).orphans(),
        "quarantined", counts(type).quarantined(),
        "followedTo", cursor.map(Cursor::followedTo),
        "complete", cursor.map(Cursor::complete));
  }

  private Table types(Moment now) {
    List<String> statuses = statuses();
    List<Table.Column> columns = new ArrayList<>(List.of(left("type"), right("rows")));
    statuses.forEach(status -> columns.add(right(status)));
    columns.addAll(
        List.of(right("orphans"), right("quarantined"), left("followed to"), right("age")));
    Table table = Table.of(columns);
    schema.types().forEach(type -> table.row(cells(type, statuses, now)));
    return table;
  }

  private List<Object> cells(EntityType type, List<String> statuses, Moment now) {
    Counts found = counts(type);
    List<Object> cells = new ArrayList<>(List.of(type.name(), found.rows()));
    statuses.forEach(status -> cells.add(found.byStatus().getOrDefault(status, 0L)));
    cells.add(found.orphans());
    cells.add(found.quarantined());
    Optional<Cursor> cursor = Optional.ofNullable(cursors.get(type));
    cells.add(cursor.map(each -> followedTo(each, now)).orElse("-"));
    cells.add(cursor.map(each -> age(each, now)).orElse("-"));
    return cells;
  }

  /** The schema may have gained a field that only a whole list fills. */
  private static String followedTo(Cursor cursor, Moment now) {
    return Times.local(cursor.followedTo(), now.zone())
        + (cursor.complete() ? "" : " (whole list next)");
  }

  private static String age(Cursor cursor, Moment now) {
    return Amounts.time(Duration.between(cursor.followedTo(), now.at()));
  }

  /** Every status that any row has; types without tombstones have none. */
  private List<String> statuses() {
    TreeSet<String> statuses = new TreeSet<>();
    counts.values().forEach(each -> statuses.addAll(each.byStatus().keySet()));
    statuses.remove("");
    return List.copyOf(statuses);
  }

  private long orphans() {
    return counts.values().stream().mapToLong(Counts::orphans).sum();
  }

  private long quarantined() {
    return counts.values().stream().mapToLong(Counts::quarantined).sum();
  }

  private Counts counts(EntityType type) {
    return counts.getOrDefault(type, NONE);
  }
}
