package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The next state while it is being made. */
final class Draft {

  private final Map<Kind, TreeMap<Long, SampleRow>> tables = new EnumMap<>(Kind.class);
  private final Map<Kind, List<Long>> live = new EnumMap<>(Kind.class);
  private final Dice dice;

  Draft(SampleState before, Dice dice) {
    this.dice = dice;
    for (Kind kind : Kind.values()) {
      TreeMap<Long, SampleRow> rows = new TreeMap<>();
      SampleTable table = Objects.requireNonNull(before.table(kind.type()), "table");
      table.rows().forEach(row -> rows.put(row.id(), row));
      tables.put(kind, rows);
      live.put(kind, table.liveRows().map(SampleRow::id).toList());
    }
  }

  SampleState finished() {
    Map<String, SampleTable> finished = new LinkedHashMap<>();
    tables.forEach(
        (kind, rows) ->
            finished.put(kind.type(), SampleTable.of(kind.type(), new ArrayList<>(rows.values()))));
    return new SampleState(finished);
  }

  /** All rows of a type now, by id. */
  TreeMap<Long, SampleRow> rows(Kind kind) {
    return Objects.requireNonNull(tables.get(kind), "rows");
  }

  /** How many rows were live before. */
  int size(Kind kind) {
    return Objects.requireNonNull(live.get(kind), "live").size();
  }

  /** Some row that was live before and still is; null when there is none near. */
  @Nullable SampleRow any(Kind kind) {
    List<Long> ids = Objects.requireNonNull(live.get(kind), "live");
    SampleRow row = ids.isEmpty() ? null : rows(kind).get(dice.pick(ids));
    return row == null || row.deleted() ? null : row;
  }

  boolean lives(Kind kind, long id) {
    SampleRow row = rows(kind).get(id);
    return row != null && row.live();
  }

  ObjectNode fields(SampleRow row) {
    return SampleJson.tree(Objects.requireNonNull(row.forMembers(), "an invented row is visible"));
  }

  long number(SampleRow row, String field) {
    return SampleJson.number(
        Objects.requireNonNull(row.forMembers(), "an invented row is visible"), field);
  }

  /** Puts the row as {@code edit} leaves it, live and with {@code stamps}. */
  void put(Kind kind, SampleRow row, PeeringRow.Stamps stamps, Consumer<ObjectNode> edit) {
    ObjectNode fields = fields(row);
    edit.accept(fields);
    put(kind, fields, stamps);
  }

  void put(Kind kind, ObjectNode fields, PeeringRow.Stamps stamps) {
    keep(kind, PeeringRow.of(kind, fields, stamps, SampleRow.OK));
  }

  void delete(Kind kind, SampleRow row, long at) {
    ObjectNode fields = fields(row);
    Tombstones.scrub(kind, fields);
    PeeringRow.Stamps stamps = PeeringRow.Stamps.of(row).changed(at);
    keep(kind, PeeringRow.of(kind, fields, stamps, SampleRow.DELETED));
  }

  private void keep(Kind kind, SampleRow row) {
    rows(kind).put(row.id(), row);
  }
}
