package dev.tidemark.adapter.mysql;

import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.spi.RollupLeases;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.rollup.spi.RollupTable;
import dev.tidemark.core.rollup.spi.RollupWalks;
import dev.tidemark.core.time.Scheduler;
import java.sql.SQLException;
import java.util.Set;

/** Rollups of a mirror's tables, in its database. */
final class MySqlRollupStore implements RollupStore, AutoCloseable {

  /** So many that leases are renewed while others compute. */
  private static final int CONNECTIONS = 16;

  private final MySqlMirrorConfig config;
  private final MirrorConnections connections;
  private final RollupRuns runs;

  MySqlRollupStore(MySqlMirrorConfig config, Scheduler scheduler) {
    this.config = config;
    this.connections = new MirrorConnections(config, CONNECTIONS);
    this.runs = new RollupRuns(connections, new Interrupts(scheduler, connections));
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public void prepare(RollupPlan plan) {
    String attempted = "set up " + about(plan);
    try {
      connections.setUp(
          connection -> {
            new RollupPreparation(attempted, sql(plan), connection).run();
            return plan;
          });
    } catch (SQLException e) {
      throw MySqlErrors.translate(attempted, e);
    }
  }

  @Override
  public void retire(Set<String> kept) {
    try {
      runs.leaving(Outcome.RETIRED)
          .write(
              "retire rollups in mirror " + config.name(),
              session -> new RollupRetirement(session, config.prefix()).allBut(kept));
    } catch (MirrorSetupException e) {
      if (!(e.getCause() instanceof SQLException cause) || !MySqlErrors.isNothingThere(cause)) {
        throw e; // and otherwise there is no database yet
      }
    }
  }

  private String about(RollupPlan plan) {
    return "rollup " + plan.name() + " in mirror " + config.name();
  }

  private PlanSql sql(RollupPlan plan) {
    return new PlanSql(plan, new RollupNames(config.prefix(), plan.name()));
  }

  @Override
  public RollupLeases leases(RollupPlan plan) {
    return new MySqlRollupLeases(runs, new Standings(sql(plan)), about(plan));
  }

  @Override
  public RollupTable table(RollupPlan plan) {
    return new MySqlRollupTable(runs, sql(plan), about(plan));
  }

  @Override
  public RollupWalks walks(RollupPlan plan) {
    return new MySqlRollupWalks(runs, sql(plan), about(plan));
  }

  @Override
  public void close() {
    connections.close();
  }
}
