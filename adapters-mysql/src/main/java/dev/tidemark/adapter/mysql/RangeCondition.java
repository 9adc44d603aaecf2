package dev.tidemark.adapter.mysql;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/**
 * A range of keys as a condition that the primary key serves. Neither server does that for {@code
 * (a, b) > (x, y)}; both do for {@code a >= x AND (a > x OR a = x AND b > y)}.
 */
final class RangeCondition {

  private final List<Field<Object>> columns;

  RangeCondition(EntityType type) {
    this.columns = type.key().stream().map(column -> field(name(column), Object.class)).toList();
  }

  Condition of(KeyRange range) {
    Condition after = range.after().map(key -> behind(key, 0)).orElse(noCondition());
    return after.and(range.upTo().map(key -> upTo(key, 0)).orElse(noCondition()));
  }

  private Condition behind(RowKey key, int from) {
    Field<Object> column = columns.get(from);
    Field<Object> bound = bound(key, from);
    return isLast(from)
        ? column.gt(bound)
        : column.ge(bound).and(column.gt(bound).or(column.eq(bound).and(behind(key, from + 1))));
  }

  private Condition upTo(RowKey key, int from) {
    Field<Object> column = columns.get(from);
    Field<Object> bound = bound(key, from);
    return isLast(from)
        ? column.le(bound)
        : column.le(bound).and(column.lt(bound).or(column.eq(bound).and(upTo(key, from + 1))));
  }

  private boolean isLast(int index) {
    return index == columns.size() - 1;
  }

  @SuppressWarnings("unchecked") // a bind value is never read as what its type says
  private static Field<Object> bound(RowKey key, int index) {
    Object value = key.values().get(index);
    Field<?> bound =
        value instanceof String text
            ? val(text.getBytes(StandardCharsets.UTF_8), SQLDataType.VARBINARY)
            : val(value);
    return (Field<Object>) bound;
  }
}
