package dev.tidemark.adapter.mysql;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.Field;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SelectField;

/**
 * The queries that compare rows. Their hash is what {@link dev.tidemark.core.mirror.RowDigest}
 * gives, by the definition in {@code docs/digest.md}.
 */
final class DigestSql {

  private final DSLContext sql;
  private final TypeTable type;
  private final RangeCondition range;

  DigestSql(DSLContext sql, TypeTable type) {
    this.sql = sql;
    this.type = type;
    this.range = new RangeCondition(type.type());
  }

  /** Number of rows and newest version, as text; null for a type without versions. */
  Query hint() {
    org.jooq.Field<?> newest =
        type.type()
            .version()
            .<org.jooq.Field<?>>map(version -> max(field(name(version))).cast(String.class))
            .orElse(field("NULL"));
    return sql.select(count(), newest).from(table(name(type.name())));
  }

  /** Number of rows and sum of their hashes, which is larger than 64 bits. */
  Query digest(KeyRange keys) {
    return sql.select(count(), sum(hash()))
        .from(table(name(type.name())))
        .where(noCondition().and(range.of(keys)));
  }

  /** Key and hash of each row, in key order. */
  Query fingerprints(KeyRange keys, int atMost) {
    List<org.jooq.Field<Object>> key =
        type.type().key().stream().map(column -> field(name(column), Object.class)).toList();
    List<SelectField<?>> all = new ArrayList<>(key);
    all.add(hash());
    return sql.select(all)
        .from(table(name(type.name())))
        .where(range.of(keys))
        .orderBy(key)
        .limit(atMost);
  }

  private org.jooq.Field<BigInteger> hash() {
    return field(
        "CAST(CONV(LEFT(SHA2(" + encoding() + ", 256), 16), 16, 10) AS UNSIGNED)",
        BigInteger.class);
  }

  private String encoding() {
    Stream<String> parts =
        Stream.of(
                type.type().fields().stream().map(DigestSql::plain),
                Stream.of(text(MirrorColumn.EXTRA), text(MirrorColumn.MISSING)),
                Stream.of(orNull(Names.quote(MirrorColumn.VANISHED))))
            .flatMap(each -> each);
    return "CONCAT_WS(',', " + String.join(", ", parts.toList()) + ")";
  }

  private static String plain(Field field) {
    String column = Names.quote(field.name());
    return switch (field.type()) {
      case TEXT, JSON -> text(field.name());
      case REAL -> orNull(column + " + 0e0"); // both zeros are the same
      case INTEGER, BOOLEAN, INSTANT -> orNull(column);
    };
  }

  private static String text(String name) {
    String column = Names.quote(name);
    return orNull("LENGTH(" + column + ")") + ", IFNULL(" + column + ", '')";
  }

  private static String orNull(String expression) {
    return "IFNULL(" + expression + ", '-')";
  }
}
