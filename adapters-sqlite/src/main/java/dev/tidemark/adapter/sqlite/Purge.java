package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Tally;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Removes the rows that have not been live for longer than a plan keeps them, children first. */
final class Purge {

  /** No version is earlier. */
  private static final Instant BEGINNING = Instant.parse("0000-01-01T00:00:00Z");

  private final Schema schema;
  private final ApplyPlan plan;
  private final Statements statements;

  Purge(Schema schema, ApplyPlan plan, Statements statements) {
    this.schema = schema;
    this.plan = plan;
    this.statements = statements;
  }

  /**
   * @param cursors as they are once the cycle is applied
   */
  Map<EntityType, Tally> run(Map<EntityType, Cursor> cursors) throws SQLException {
    List<EntityType> childrenFirst = new ArrayList<>(schema.types());
    Collections.reverse(childrenFirst);
    Map<EntityType, Tally> tallies = new LinkedHashMap<>();
    for (EntityType type : childrenFirst) {
      Optional<Instant> upTo = upTo(cursors.get(type));
      if (upTo.isPresent() && plan.types().contains(type)) {
        long purged = purge(new PurgeSql(schema, type, upTo.get()));
        tallies.put(type, new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, purged));
      }
    }
    return tallies;
  }

  /** A row may have been kept by one of its own type that goes now. */
  private long purge(PurgeSql sql) throws SQLException {
    long purged = 0;
    while (statements.number(sql.hasAny()) == 1) {
      statements.execute("DROP TABLE IF EXISTS temp._purged", sql.find(), sql.appendToFeed());
      purged += statements.update(sql.remove());
    }
    return purged;
  }

  /** What ceased to be live exactly as long ago as rows are kept is not older than that. */
  private Optional<Instant> upTo(@Nullable Cursor cursor) {
    if (cursor == null) {
      return Optional.empty();
    }
    Instant now = cursor.followedTo();
    return plan.retention()
        .filter(kept -> kept.compareTo(Duration.between(BEGINNING, now)) < 0)
        .map(kept -> now.minus(kept).minusNanos(1));
  }
}
