package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.RollupFixture.Part;
import dev.tidemark.testkit.contract.RollupFixture.RollupPlace;
import dev.tidemark.testkit.contract.RollupFixture.RollupSource;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.time.RealScheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A mirror's tables in a database of their own, and rollups of them. */
final class MySqlRollupPlace implements RollupPlace {

  private static final List<String> TIMES =
      List.of(
          "watermark_time",
          "complete_since",
          "walk_time",
          "held_until",
          "succeeded_at",
          "failed_at");

  private final MySqlPlace place;
  private final MySqlRollupSource source;
  private final RealScheduler scheduler = new RealScheduler();
  private final List<MySqlRollupStore> stores = new ArrayList<>();

  MySqlRollupPlace(MySqlDatabase database) {
    this.place = new MySqlPlace(database);
    this.source = new MySqlRollupSource(database);
    makeTables();
  }

  /** As the mirror's own setup does. */
  void makeTables() {
    place.newTarget().prepare(Schema.of("usage", UsageSchema.TYPES));
  }

  MySqlDatabase database() {
    return place.database();
  }

  @Override
  public MySqlRollupStore newStore() {
    return newStore(MySqlPlace.config(database()));
  }

  MySqlRollupStore newStore(MySqlMirrorConfig config) {
    MySqlRollupStore store = new MySqlRollupStore(config, scheduler);
    stores.add(store);
    return store;
  }

  @Override
  public RollupSource source() {
    return source;
  }

  /** What was stored moves back. */
  @Override
  public void age(Duration by) {
    List<String> updates = new ArrayList<>();
    updates.add(back("m_usage", List.of("updated_at"), by));
    updates.add(back("m__rollup", TIMES, by));
    database()
        .rows(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'noted_at'")
        .forEach(row -> updates.add(back(row.get(0), List.of("noted_at"), by)));
    database().execute(updates.toArray(String[]::new));
  }

  private static String back(@Nullable String table, List<String> columns, Duration by) {
    return "UPDATE %s SET %s"
        .formatted(
            table,
            columns.stream()
                .map(each -> "%1$s = %1$s - INTERVAL %2$d SECOND".formatted(each, by.toSeconds()))
                .collect(Collectors.joining(", ")));
  }

  private static PlanSql sql(RollupPlan plan) {
    return new PlanSql(plan, new RollupNames(MySqlPlace.PREFIX, plan.name()));
  }

  @Override
  public void putCell(RollupPlan plan, RollupCell cell) {
    removeCell(plan, cell);
    PlanSql sql = sql(plan);
    List<String> columns = sql.contents();
    String values =
        Stream.concat(cell.keys().stream(), cell.measures().stream())
            .map(MySqlRollupPlace::literal)
            .collect(Collectors.joining(", "));
    database()
        .execute(
            "INSERT INTO %s (bucket, _cell, %s) VALUES (%s, '', %s)"
                .formatted(
                    sql.names().cells(),
                    Names.list(columns),
                    PlanSql.literal(cell.bucket()),
                    values),
            "UPDATE %s c SET c._cell = %s WHERE c._cell = UNHEX(REPEAT('00', 32))"
                .formatted(sql.names().cells(), sql.cellOfStored("c")));
  }

  @Override
  public void removeCell(RollupPlan plan, RollupCell cell) {
    StringBuilder where = new StringBuilder("bucket = " + PlanSql.literal(cell.bucket()));
    for (int i = 0; i < cell.keys().size(); i++) {
      where.append(
          " AND CAST(%s AS BINARY) <=> CAST(%s AS BINARY)"
              .formatted(Names.quote(plan.keyFields().get(i).name()), literal(cell.keys().get(i))));
    }
    database().execute("DELETE FROM " + sql(plan).names().cells() + " WHERE " + where);
  }

  static String literal(@Nullable Object value) {
    if (value instanceof String text) {
      String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
      return "CONVERT(X'" + hex + "' USING utf8mb4)";
    }
    return value instanceof Instant at ? PlanSql.literal(at) : String.valueOf(value);
  }

  @Override
  public void drop(RollupPlan plan, Part part) {
    RollupNames names = sql(plan).names();
    database()
        .execute(
            switch (part) {
              case SOURCE_TRIGGER -> "DROP TRIGGER " + names.trigger("e", "au");
              case JOINED_TRIGGER -> "DROP TRIGGER " + names.trigger("j1", "ad");
              case NOTES -> "DROP TABLE " + names.notes();
              case CELLS -> "DROP TABLE " + names.cells();
            });
  }

  @Override
  public void close() {
    stores.forEach(MySqlRollupStore::close);
    scheduler.close();
    place.close();
  }
}
