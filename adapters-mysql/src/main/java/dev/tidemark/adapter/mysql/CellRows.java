package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.FieldType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads cells from answers. */
final class CellRows {

  private final RollupPlan plan;

  CellRows(RollupPlan plan) {
    this.plan = plan;
  }

  /** What has to be selected of a table with the columns of cells. */
  Stream<String> selected(String alias) {
    return Stream.concat(
        Stream.of(asText(PlanSql.column(alias, PlanSql.BUCKET))),
        Stream.concat(plan.keyFields().stream(), plan.measureFields().stream())
            .map(field -> selected(field, PlanSql.column(alias, field.name()))));
  }

  private static String selected(Field field, String column) {
    return field.type() == FieldType.INSTANT ? asText(column) : column;
  }

  private static String asText(String column) {
    return "CAST(" + column + " AS CHAR)";
  }

  RollupCell read(ResultSet row) throws SQLException {
    int next = 2;
    List<@Nullable Object> keys = new ArrayList<>();
    for (Field field : plan.keyFields()) {
      keys.add(value(row, next++, field.type()));
    }
    List<@Nullable Object> measures = new ArrayList<>();
    for (Field field : plan.measureFields()) {
      measures.add(value(row, next++, field.type()));
    }
    return new RollupCell(InstantText.parse(row.getString(1)), keys, measures);
  }

  private static @Nullable Object value(ResultSet row, int column, FieldType type)
      throws SQLException {
    if (row.getObject(column) == null) {
      return null;
    }
    return switch (type) {
      case INTEGER -> row.getLong(column);
      case REAL -> row.getDouble(column);
      case BOOLEAN -> row.getBoolean(column);
      case INSTANT -> InstantText.parse(row.getString(column));
      case TEXT, JSON -> row.getString(column);
    };
  }

  /** One after the other, as they come. */
  Iterator<RollupCell> iterator(ResultSet rows, String attempted) {
    return new Iterator<>() {
      private boolean isRead;
      private boolean isThere;

      @Override
      public boolean hasNext() {
        if (!isRead) {
          isThere = orTranslated(attempted, rows::next);
          isRead = true;
        }
        return isThere;
      }

      @Override
      public RollupCell next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        isRead = false;
        return orTranslated(attempted, () -> read(rows));
      }
    };
  }

  private static <T> T orTranslated(String attempted, SqlWork<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw RollupRuns.translate(attempted, e);
    }
  }
}
