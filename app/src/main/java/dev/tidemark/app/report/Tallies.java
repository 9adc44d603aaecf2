package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What became of the rows of a cycle, by entity type. */
final class Tallies {

  private static final List<Fate> FATES =
      List.of(
          new Fate("staged", false, Tally::staged),
          new Fate("inserted", false, Tally::inserted),
          new Fate("updated", false, Tally::updated),
          new Fate("deleted", false, Tally::deleted),
          new Fate("vanished", true, Tally::vanished),
          new Fate("purged", true, Tally::purged),
          new Fate("unchanged", false, Tally::unchanged),
          new Fate("orphans", false, Tally::orphans),
          new Fate("quarantined", false, Tally::quarantined));

  private Tallies() {}

  static Table table(Schema schema, Map<EntityType, Tally> tallies) {
    Tally total = tallies.values().stream().reduce(Tally.NONE, Tally::plus);
    List<Fate> fates = FATES.stream().filter(each -> each.isShown(total)).toList();
    List<Table.Column> columns = new ArrayList<>(List.of(left("type")));
    fates.forEach(each -> columns.add(right(each.name())));
    Table table = Table.of(columns);
    for (EntityType type : schema.types()) {
      row(table, type.name(), tallies.getOrDefault(type, Tally.NONE), fates);
    }
    return row(table, "total", total, fates);
  }

  private static Table row(Table table, String name, Tally tally, List<Fate> fates) {
    List<Object> cells = new ArrayList<>(List.of(name));
    fates.forEach(each -> cells.add(each.of().applyAsLong(tally)));
    return table.row(cells);
  }

  /**
   * What may become of a row.
   *
   * @param rare whether it is shown only when it happened to some
   */
  private record Fate(String name, boolean rare, ToLongFunction<Tally> of) {

    boolean isShown(Tally total) {
      return !rare || of.applyAsLong(total) > 0;
    }
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
        "vanished", tally.vanished(),
        "purged", tally.purged(),
        "unchanged", tally.unchanged(),
        "orphans", tally.orphans(),
        "released", tally.released(),
        "quarantined", tally.quarantined());
  }
}
