package dev.tidemark.adapter.mysql;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two tables of all rollups: how each stands, and what is done of open walks. */
final class Standings {

  private final RollupPlan plan;
  private final RollupNames names;
  private final String table;
  private final String parts;

  Standings(PlanSql sql) {
    this.plan = sql.plan();
    this.names = sql.names();
    this.table = Names.quote(names.standings());
    this.parts = Names.quote(names.parts());
  }

  /** Makes them, if they are not there. */
  List<String> create() {
    String options = ") ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4";
    String name = "name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL";
    String text = " LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
    return List.of(
        "CREATE TABLE IF NOT EXISTS %s (%s PRIMARY KEY, signature%s NOT NULL,"
                .formatted(table, name, text)
            + " watermark_time DATETIME(6), watermark_sequence BIGINT,"
            + " complete_since DATETIME(3), walk_from BIGINT, walk_to BIGINT,"
            + " walk_time DATETIME(6), walk_sequence BIGINT,"
            + " holder%1$s, token BIGINT NOT NULL DEFAULT 0, held_until DATETIME(6),"
                .formatted(text)
            + " succeeded_at DATETIME(3), succeeded_cells BIGINT,"
            + " failed_at DATETIME(3), failed_reason%s,".formatted(text)
            + " lock_misses BIGINT NOT NULL DEFAULT 0, mismatches BIGINT NOT NULL DEFAULT 0"
            + options,
        "CREATE TABLE IF NOT EXISTS %s (%s, part_from BIGINT NOT NULL, part_to BIGINT NOT NULL, PRIMARY KEY (name, part_from, part_to)"
                .formatted(parts, name)
            + options);
  }

  Optional<StandingRow> find(SqlSession session) throws SQLException {
    return find(session, "");
  }

  private Optional<StandingRow> find(SqlSession session, String locking) throws SQLException {
    return session.first(
        "SELECT %s FROM %s WHERE name = ?%s".formatted(StandingRow.COLUMNS, table, locking),
        StandingRow::read,
        plan.name());
  }

  StandingRow read(SqlSession session) throws SQLException {
    return find(session).orElseThrow(this::notPrepared);
  }

  private MirrorSetupException notPrepared() {
    return new MirrorSetupException(
        "use rollup " + plan.name() + ": nothing is known of it; it is made when it is set up",
        null);
  }

  /** Whoever else asks for it waits until this transaction has ended. */
  StandingRow lock(SqlSession session) throws SQLException {
    find(session, " FOR UPDATE").orElseThrow(this::notPrepared);
    return read(session); // that waited, and has the time from before
  }

  /**
   * As {@link #read}, for who has this lease.
   *
   * @throws FencedException if there is a later one
   */
  StandingRow read(SqlSession session, String attempted, Lease lease) throws SQLException {
    return unlessLater(read(session), attempted, lease);
  }

  /**
   * As {@link #lock}, for who has this lease; right before the commit, as nobody can renew a lease
   * meanwhile.
   *
   * @throws FencedException if there is a later one
   */
  StandingRow lock(SqlSession session, String attempted, Lease lease) throws SQLException {
    return unlessLater(lock(session), attempted, lease);
  }

  private static StandingRow unlessLater(StandingRow row, String attempted, Lease lease) {
    if (row.token() > lease.token()) {
      throw new FencedException(
          "%s: the lease %d of %s was taken over by %s with %d; nothing was changed"
              .formatted(attempted, lease.token(), lease.holder(), row.holder(), row.token()));
    }
    return row;
  }

  /** Changes the row. */
  long set(SqlSession session, String assignments, @Nullable Object... values) throws SQLException {
    @Nullable Object[] all = Arrays.copyOf(values, values.length + 1);
    all[values.length] = plan.name();
    return session.update("UPDATE %s SET %s WHERE name = ?".formatted(table, assignments), all);
  }

  void insert(SqlSession session) throws SQLException {
    session.update(
        "INSERT INTO %s (name, signature, holder) VALUES (?, ?, '')".formatted(table),
        plan.name(),
        plan.signature());
  }

  /** What was computed is proof of nothing any more; whoever walks on is too late. */
  void distrust(SqlSession session) throws SQLException {
    set(
        session,
        "token = token + IF(walk_from IS NULL, 0, 1),"
            + " holder = IF(walk_from IS NULL, holder, 'a new setup'),"
            + " held_until = IF(walk_from IS NULL, held_until, NULL), complete_since = NULL, walk_from = NULL, walk_to = NULL, walk_time = NULL,"
            + " walk_sequence = NULL");
    clearParts(session);
  }

  /** As of a rollup that nothing is known of; whoever writes to what it was is too late. */
  void forget(SqlSession session) throws SQLException {
    distrust(session);
    set(
        session,
        "signature = ?, token = token + 1, held_until = NULL, holder = 'a new definition',"
            + " watermark_time = NULL, watermark_sequence = NULL, succeeded_at = NULL,"
            + " succeeded_cells = NULL, failed_at = NULL, failed_reason = NULL, lock_misses = 0,"
            + " mismatches = 0",
        plan.signature());
  }

  void move(SqlSession session, Watermark to) throws SQLException {
    set(session, "watermark_time = ?, watermark_sequence = ?", time(to), sequence(to));
  }

  static @Nullable String time(Watermark watermark) {
    return watermark.time().map(InstantText::of).orElse(null);
  }

  static @Nullable Long sequence(Watermark watermark) {
    return watermark.sequence().isPresent() ? watermark.sequence().getAsLong() : null;
  }

  Optional<Walk> walk(SqlSession session, StandingRow row) throws SQLException {
    return row.walk().isEmpty()
        ? Optional.empty()
        : Optional.of(new Walk(row.walk().get().span(), row.walk().get().stamp(), done(session)));
  }

  private List<Span> done(SqlSession session) throws SQLException {
    return session.list(
        "SELECT part_from, part_to FROM %s WHERE name = '%s'".formatted(parts, plan.name()),
        row -> new Span(second(row.getLong(1)), second(row.getLong(2))));
  }

  private static Instant second(long second) {
    return Instant.ofEpochSecond(second);
  }

  void begin(SqlSession session, Walk walk) throws SQLException {
    clearParts(session);
    set(
        session,
        "walk_from = ?, walk_to = ?, walk_time = ?, walk_sequence = ?",
        walk.span().from().getEpochSecond(),
        walk.span().to().getEpochSecond(),
        time(walk.stamp()),
        sequence(walk.stamp()));
  }

  void complete(SqlSession session, Watermark to) throws SQLException {
    move(session, to);
    set(
        session,
        "complete_since = UTC_TIMESTAMP(3), walk_from = NULL, walk_to = NULL, walk_time = NULL,"
            + " walk_sequence = NULL");
    clearParts(session);
  }

  void done(SqlSession session, Span part) throws SQLException {
    session.update(
        "INSERT IGNORE INTO %s (name, part_from, part_to) VALUES (?, ?, ?)".formatted(parts),
        plan.name(),
        part.from().getEpochSecond(),
        part.to().getEpochSecond());
  }

  private void clearParts(SqlSession session) throws SQLException {
    session.update("DELETE FROM %s WHERE name = ?".formatted(parts), plan.name());
  }
}
