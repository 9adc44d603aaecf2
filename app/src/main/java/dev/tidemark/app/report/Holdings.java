package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Dangling;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What is in a replica, by entity type.
 *
 * @param references optional ones that lead nowhere, by name of the type that has them
 */
public record Holdings(
    Schema schema,
    Map<EntityType, Counts> counts,
    Map<EntityType, Cursor> cursors,
    Map<String, Long> references) {

  private static final Counts NONE = new Counts(Map.of(), 0, 0, 0, 0);

  public static Holdings of(
      Schema schema,
      Map<EntityType, Counts> counts,
      Map<EntityType, Cursor> cursors,
      List<Dangling> dangling) {
    return new Holdings(
        schema,
        counts,
        cursors,
        dangling.stream().collect(Collectors.groupingBy(Dangling::type, Collectors.counting())));
  }

  /** No wider than a terminal, with names and numbers as long as PeeringDB's. */
  Table table(ZoneId zone) {
    Table table =
        Table.of(
            left("type"),
            right("live"),
            right("deleted"),
            right("vanished"),
            right("orphans"),
            right("quarantined"),
            right("dangling"),
            left("followed to"));
    for (EntityType type : schema.types()) {
      Counts found = counts(type);
      table.row(
          type.name(),
          found.live(),
          tombstones(found),
          found.vanished(),
          found.orphans(),
          found.quarantined(),
          dangling(type),
          cursor(type).map(each -> followedTo(each, zone)).orElse("-"));
    }
    return table;
  }

  List<String> hints(Place place) {
    return place.hints(orphans(), quarantined(), dangling());
  }

  Map<String, Object> json() {
    Map<String, Object> types = new LinkedHashMap<>();
    schema.types().forEach(type -> types.put(type.name(), json(type)));
    return types;
  }

  private Object json(EntityType type) {
    Counts found = counts(type);
    return Json.object(
        "rows", found.rows(),
        "live", found.live(),
        "byStatus", found.byStatus(),
        "vanished", found.vanished(),
        "orphans", found.orphans(),
        "quarantined", found.quarantined(),
        "dangling", dangling(type),
        "followedTo", cursor(type).map(Cursor::followedTo),
        "complete", cursor(type).map(Cursor::complete));
  }

  long orphans() {
    return sum(Counts::orphans);
  }

  long quarantined() {
    return sum(Counts::quarantined);
  }

  long vanished() {
    return sum(Counts::vanished);
  }

  long dangling() {
    return references.values().stream().mapToLong(Long::longValue).sum();
  }

  private long sum(ToLongFunction<Counts> number) {
    return counts.values().stream().mapToLong(number).sum();
  }

  private long dangling(EntityType type) {
    return references.getOrDefault(type.name(), 0L);
  }

  private static long tombstones(Counts found) {
    return found.rows() - found.vanished() - found.live();
  }

  /** The schema may have gained a field that only a whole list fills. */
  private static String followedTo(Cursor cursor, ZoneId zone) {
    return cursor.complete() ? Times.local(cursor.followedTo(), zone) : "whole list next";
  }

  private Optional<Cursor> cursor(EntityType type) {
    return Optional.ofNullable(cursors.get(type));
  }

  private Counts counts(EntityType type) {
    return counts.getOrDefault(type, NONE);
  }
}
