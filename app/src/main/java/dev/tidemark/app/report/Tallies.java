package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Tally;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of the rows of a cycle, by entity type. */
final class Tallies {

  private Tallies() {}

  static Table table(Schema schema, Map<EntityType, Tally> tallies) {
    Table table =
        Table.of(
            left("type"),
            right("staged"),
            right("inserted"),
            right("updated"),
            right("deleted"),
            right("unchanged"),
            right("orphans"),
            right("quarantined"));
    Tally total = Tally.NONE;
    for (EntityType type : schema.types()) {
      Tally tally = tallies.getOrDefault(type, Tally.NONE);
      total = total.plus(tally);
      row(table, type.name(), tally);
    }
    return row(table, "total", total);
  }

  private static Table row(Table table, String name, Tally tally) {
    return table.row(
        name,
        tally.staged(),
        tally.inserted(),
        tally.updated(),
        tally.deleted(),
        tally.unchanged(),
        tally.orphans(),
        tally.quarantined());
  }

  static Map<String, Object> values(Schema schema, Map<EntityType, Tally> tallies) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (EntityType type : schema.types()) {
      values.put(type.name(), value(tallies.getOrDefault(type, Tally.NONE)));
    }
    return values;
  }

  static Object value(Tally tally) {
    return Json.object(
        "staged", tally.staged(),
        "inserted", tally.inserted(),
        "updated", tally.updated(),
        "deleted", tally.deleted(),
        "unchanged", tally.unchanged(),
        "orphans", tally.orphans(),
        "released", tally.released(),
        "quarantined", tally.quarantined());
  }
}
