package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.rollup.spi.RollupLeases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** The lease in the row of a rollup. */
final class SqliteRollupLeases implements RollupLeases {

  private final RollupAccess file;
  private final String rollup;

  SqliteRollupLeases(RollupAccess file, String rollup) {
    this.file = file;
    this.rollup = rollup;
  }

  @Override
  public Acquired acquire(String holder, Duration length) {
    return file.write(
        "take the lease of rollup " + rollup, connection -> acquire(connection, holder, length));
  }

  private Acquired acquire(Connection connection, String holder, Duration length)
      throws SQLException {
    RollupRow row = RollupRow.get(connection, rollup);
    Instant now = RollupRow.now(connection);
    boolean busy =
        row.holder().isPresent()
            && row.until()
                .filter(now::isBefore)
                .filter(until -> isPossible(until, now, length))
                .isPresent();
    if (busy) {
      new Statements(connection, rollup)
          .update("UPDATE _rollup SET lock_misses = lock_misses + 1 WHERE name = ?1");
      return new Acquired.Busy(row.holder().get(), row.until().get());
    }
    new Statements(connection, rollup, holder, RollupRow.text(now.plus(length)))
        .update(
            "UPDATE _rollup SET lease_token = lease_token + 1, lease_holder = ?2, lease_until = ?3 WHERE name = ?1");
    return new Acquired.Mine(new Lease(holder, row.token() + 1));
  }

  /** One that ends a day too late is from a clock that was ahead. */
  private static boolean isPossible(Instant until, Instant now, Duration length) {
    return until.isBefore(now.plus(length).plus(Duration.ofDays(1)));
  }

  @Override
  public boolean renew(Lease lease, Duration length) {
    return file.write(
        "renew the lease of rollup " + rollup,
        connection ->
            new Statements(
                        connection,
                        rollup,
                        lease.token(),
                        RollupRow.text(RollupRow.now(connection).plus(length)))
                    .update(
                        "UPDATE _rollup SET lease_until = ?3 WHERE name = ?1 AND lease_token = ?2 AND lease_holder IS NOT NULL")
                == 1);
  }

  @Override
  public void release(Lease lease) {
    file.write(
        "end the lease of rollup " + rollup,
        connection ->
            new Statements(connection, rollup, lease.token())
                .update(
                    "UPDATE _rollup SET lease_holder = NULL, lease_until = NULL WHERE name = ?1 AND lease_token = ?2"));
  }
}
