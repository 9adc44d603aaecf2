package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.Flushed;
import dev.tidemark.core.state.spi.LastFlush;
import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.core.state.spi.RepairRule;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Writes to the weak file, or to another one when that is lost. Safe for use by many threads. */
final class WeakWriter {

  private final StateDatabase database;
  private final WeakFile weak;
  private final StateFile strong;
  private final ReentrantLock writing = new ReentrantLock();

  /** Whether what was in the file is lost, and no flush has said so yet. */
  private final AtomicBoolean anew = new AtomicBoolean();

  private final AtomicBoolean doubted = new AtomicBoolean();

  WeakWriter(StateDatabase database, WeakFile weak, StateFile strong) {
    this.database = database;
    this.weak = weak;
    this.strong = strong;
  }

  /** Has the file looked through before the next write, since a part of it made no sense. */
  void doubt() {
    doubted.set(true);
  }

  Flushed flush(LastFlush flush, List<FlushStep> steps) {
    String attempted = "write flush " + flush.number();
    writing.lock();
    try {
      settle(attempted);
      write(attempted, flush, steps);
      return new Flushed(anew.getAndSet(false));
    } catch (SQLException e) {
      throw weak.file().translate(attempted, e);
    } catch (IOException e) {
      throw weak.file().translate(attempted, e);
    } finally {
      writing.unlock();
    }
  }

  private void write(String attempted, LastFlush flush, List<FlushStep> steps)
      throws SQLException, IOException {
    try {
      database.write(attempted, connection -> FlushSql.run(connection, flush, steps));
    } catch (SQLException failure) {
      if (!SqliteErrors.isDamage(failure)) {
        throw failure;
      }
      replace(attempted, String.valueOf(failure.getMessage()));
      database.write(attempted, connection -> FlushSql.run(connection, flush, steps));
    }
  }

  /** Makes sure that there is a file to write to. */
  private void settle(String attempted) throws SQLException, IOException {
    database.opened(attempted);
    if (!database.isInPlace()) {
      replace(attempted, "");
    } else {
      String damage = doubted.get() ? weak.damage() : weak.plainDamage();
      if (!damage.isEmpty()) {
        replace(attempted, damage);
      }
    }
    doubted.set(false);
  }

  private void replace(String attempted, String damage) throws SQLException, IOException {
    OpenFile lost = database.opened(attempted);
    database.letGo();
    anew.set(true);
    database.use(weak.openAnew(lost, damage));
  }

  List<Removed> repair(List<RepairRule> rules, Predicate<List<Removed>> keep) {
    String attempted = "repair the weak state";
    writing.lock();
    try {
      settle(attempted);
      requireStrong(attempted);
      return repair(attempted, rules, keep);
    } catch (SQLException e) {
      throw failed(attempted, e);
    } catch (IOException e) {
      throw weak.file().translate(attempted, e);
    } finally {
      writing.unlock();
    }
  }

  /** Else all that refers to it would be removed. */
  private void requireStrong(String attempted) {
    if (!strong.isThere()) {
      throw new StorageException(
          "%s in %s: there is no strong state in %s; nothing was removed; put it back first"
              .formatted(attempted, weak.file().path(), strong.path()),
          false);
    }
    strong.requireReadable(strong.path());
  }

  /** On a connection of its own, which takes what is attached with it whatever happens. */
  private List<Removed> repair(
      String attempted, List<RepairRule> rules, Predicate<List<Removed>> keep) throws SQLException {
    try (Connection connection = Connections.state(weak.file().path(), false)) {
      Connections.attachReadOnly(connection, strong.path(), RepairRun.STRONG);
      return ReplicaDatabase.commit(
          connection,
          ReplicaDatabase.TO_WRITE,
          same -> {
            Connections.execute(same, "SAVEPOINT repair");
            List<Removed> removed = new RepairRun(same, rules).run();
            if (!keep.test(removed)) {
              Connections.execute(same, "ROLLBACK TO repair");
            }
            database.requireInPlace(attempted);
            return removed;
          });
    }
  }

  /** Either file can be the one that makes no sense. */
  private TidemarkException failed(String attempted, SQLException failure) {
    if (!SqliteErrors.isDamage(failure)) {
      return weak.file().translate(attempted, failure);
    }
    doubt();
    return new StorageException(
        "%s in %s: this file or %s is damaged; nothing was removed; the next flush makes this one anew if it is the one, else %s"
            .formatted(attempted, weak.file().path(), strong.path(), strong.damaged()),
        false,
        failure);
  }
}
