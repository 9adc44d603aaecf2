package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.spi.RollupLeases;
import java.sql.SQLException;
import java.time.Duration;

/** Who may write to one rollup: a row that is locked only for as long as it is changed. */
final class MySqlRollupLeases implements RollupLeases {

  private final RollupRuns runs;
  private final Standings standings;
  private final String about;

  MySqlRollupLeases(RollupRuns runs, Standings standings, String about) {
    this.runs = runs;
    this.standings = standings;
    this.about = about;
  }

  @Override
  public Acquired acquire(String holder, Duration length) {
    return runs.quickly("acquire a lease of " + about, session -> acquire(session, holder, length));
  }

  private Acquired acquire(SqlSession session, String holder, Duration length) throws SQLException {
    StandingRow row = standings.lock(session);
    if (row.isHeld(length)) {
      standings.set(session, "lock_misses = lock_misses + 1");
      return new Acquired.Busy(row.holder(), row.until().orElseThrow());
    }
    Lease mine = new Lease(holder, row.token() + 1);
    standings.set(
        session,
        "holder = ?, token = ?, held_until = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND",
        holder,
        mine.token(),
        micros(length));
    return new Acquired.Mine(mine);
  }

  @Override
  public boolean renew(Lease lease, Duration length) {
    return runs.quickly(
        "renew a lease of " + about,
        session ->
            isCurrent(standings.lock(session), lease)
                && standings.set(
                        session,
                        "held_until = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND",
                        micros(length))
                    > 0);
  }

  @Override
  public void release(Lease lease) {
    runs.quickly(
        "release a lease of " + about,
        session ->
            isCurrent(standings.lock(session), lease)
                && standings.set(session, "held_until = NULL") > 0);
  }

  private static boolean isCurrent(StandingRow row, Lease lease) {
    return row.token() == lease.token() && row.until().isPresent();
  }

  private static long micros(Duration length) {
    return length.toNanos() / 1_000;
  }
}
