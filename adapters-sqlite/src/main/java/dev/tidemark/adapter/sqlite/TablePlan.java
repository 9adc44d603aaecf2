package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.quote;
import static dev.tidemark.adapter.sqlite.EntityTable.text;

import dev.tidemark.adapter.sqlite.TierTables.Noted;
import dev.tidemark.adapter.sqlite.TierTables.Plan;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the table of one entity type, if there is one, with what it has to be. */
final class TablePlan {

  private final Connection connection;
  private final Shape shape;
  private final TierTable table;
  private final EntityType type;
  private final Map<String, Noted> noted;
  private final String now;
  private final Plan plan;

  TablePlan(
      Connection connection,
      Shape shape,
      TierTable table,
      Map<String, Noted> noted,
      String now,
      Plan plan) {
    this.connection = connection;
    this.shape = shape;
    this.table = table;
    this.type = table.type();
    this.noted = noted;
    this.now = now;
    this.plan = plan;
  }

  void make() throws SQLException {
    if (!shape.has(type.name())) {
      plan.statements().addAll(table.create());
    } else {
      compareKey();
      compareFields();
      compareOthers();
      compareIndexes();
    }
    note();
  }

  private void compareKey() {
    List<String> key = shape.key(type.name());
    if (!String.join(",", key).equalsIgnoreCase(String.join(",", type.key()))) {
      problem("the key of %s is %s in the file, the schema says %s", type, key, type.key());
    }
  }

  private void compareFields() throws SQLException {
    for (Field field : type.fields()) {
      Shape.Column column = shape.columns(type.name()).get(field.name());
      if (column == null) {
        add(field);
      } else {
        compare(field, column);
      }
    }
  }

  private void add(Field field) throws SQLException {
    if (type.key().contains(field.name())) {
      return;
    }
    if (!field.nullable() && holds("SELECT EXISTS (SELECT 1 FROM %s)", "")) {
      problem(
          "%s.%s is new and never null, but there are rows; let it be null, or add it by a migration",
          type, field.name());
    } else {
      plan.statements().add(table.addColumn(field));
    }
  }

  private void compare(Field field, Shape.Column column) throws SQLException {
    Noted was = noted.get(field.name());
    String affinity = EntityTable.affinity(field);
    if (!column.keeps(affinity)) {
      problem(
          "%s.%s is a column of type %s, the schema's %s needs %s",
          type, field.name(), column.declared(), field.signature(), affinity);
    } else if (was != null && !kind(was.signature()).equals(kind(field.signature()))) {
      problem(
          "%s.%s is stored as %s, the schema says %s",
          type, field.name(), was.signature(), field.signature());
    } else if (field.nullable() && column.notNull()) {
      problem("%s.%s is never null in the file, but may be in the schema", type, field.name());
    } else if (mayHoldNull(field, column, was)
        && holds("SELECT EXISTS (SELECT 1 FROM %s WHERE %s IS NULL)", field.name())) {
      problem("%s.%s is null in some rows, but never in the schema", type, field.name());
    }
  }

  /** Without the question mark: that null may be there is told by the column itself. */
  private static String kind(String signature) {
    return signature.replace("?", "");
  }

  /** Not asked again of what was judged once, since it takes a look at all rows. */
  private static boolean mayHoldNull(Field field, Shape.Column column, @Nullable Noted was) {
    boolean judged = was != null && was.signature().equals(field.signature());
    return !field.nullable() && !column.notNull() && !judged;
  }

  /** What is beside the fields: either the tier's own, or nobody's. */
  private void compareOthers() {
    Map<String, Shape.Column> columns = shape.columns(type.name());
    for (String system : table.system()) {
      if (!columns.containsKey(system)) {
        plan.statements().add(table.addSystem(system, now));
      }
    }
    columns.keySet().stream()
        .filter(column -> type.fields().stream().noneMatch(f -> f.name().equalsIgnoreCase(column)))
        .filter(column -> !table.system().contains(column))
        .forEach(column -> problem("%s.%s is stored but not in the schema", type, column));
  }

  private void compareIndexes() throws SQLException {
    Map<String, String> wanted = table.indexes();
    List<String> there = indexes();
    there.stream()
        .filter(table::isOwnIndex)
        .filter(index -> !wanted.containsKey(index))
        .forEach(index -> plan.statements().add("DROP INDEX " + quote(index)));
    for (List<String> columns : type.unique()) {
      if (!there.contains(table.uniqueName(columns))) {
        compareUnique(columns);
      }
    }
    wanted.forEach(
        (index, statement) -> {
          if (!there.contains(index)) {
            plan.statements().add(statement);
          }
        });
  }

  private void compareUnique(List<String> columns) throws SQLException {
    boolean all = columns.stream().allMatch(shape.columns(type.name())::containsKey);
    String given =
        columns.stream().map(c -> quote(c) + " IS NOT NULL").collect(Collectors.joining(" AND "));
    String same = EntityTable.list(columns, EntityTable::quote);
    if (all
        && holds(
            "SELECT EXISTS (SELECT 1 FROM %s WHERE "
                + given
                + " GROUP BY "
                + same
                + " HAVING count(*) > 1)",
            "")) {
      problem("rows of %s share %s, which is unique in the schema", type, columns);
    }
  }

  private List<String> indexes() throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ? COLLATE NOCASE")) {
      statement.setString(1, type.name());
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          names.add(found.getString(1));
        }
      }
    }
    return names;
  }

  /** Writes down what the table is made for now, where that is something else than before. */
  private void note() {
    for (Field field : type.fields()) {
      Noted is = new Noted(field.signature(), type.key().indexOf(field.name()) + 1);
      if (!is.equals(noted.get(field.name()))) {
        plan.statements()
            .add(
                "INSERT OR REPLACE INTO _field (type, field, signature, key_part) VALUES (%s, %s, %s, nullif(%s, 0))"
                    .formatted(
                        text(type.name()), text(field.name()), text(is.signature()), is.keyPart()));
      }
    }
    noted.keySet().stream()
        .filter(field -> type.field(field).isEmpty())
        .forEach(
            field ->
                plan.statements()
                    .add(
                        "DELETE FROM _field WHERE type = %s AND field = %s"
                            .formatted(text(type.name()), text(field))));
  }

  private boolean holds(String query, String column) throws SQLException {
    return Connections.number(connection, query.formatted(table.name(), quote(column))) == 1;
  }

  private void problem(String what, Object... arguments) {
    plan.problems().add(what.formatted(arguments));
  }
}
