package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.spi.RollupLeases;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.rollup.spi.RollupTable;
import dev.tidemark.core.rollup.spi.RollupWalks;

/** Rollups in one SQLite file. */
final class SqliteRollupStore implements RollupStore {

  private final String name;
  private final RollupAccess file;

  SqliteRollupStore(SqliteRollupConfig config) {
    this(config.name(), new RollupFile(config.file(), config.durable()));
  }

  SqliteRollupStore(String name, RollupAccess file) {
    this.name = name;
    this.file = file;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare(RollupPlan plan) {
    new RollupPreparation(file, plan).run();
  }

  @Override
  public RollupLeases leases(RollupPlan plan) {
    return new SqliteRollupLeases(file, plan.name());
  }

  @Override
  public RollupTable table(RollupPlan plan) {
    return new SqliteRollupTable(file, new RollupSql(plan));
  }

  @Override
  public RollupWalks walks(RollupPlan plan) {
    return new SqliteRollupWalks(file, new RollupSql(plan));
  }
}
