package dev.tidemark.adapter.mysql;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.MirrorTable;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.schema.EntityType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that holds the mirror's lock. Once the server has failed it, nothing in it can be
 * believed: every further call fails, and it is not committed.
 */
final class MySqlMirrorTransaction implements MirrorTransaction {

  private static final String SAVEPOINT = "rows";

  private final Connection connection;
  private final StateTables states;
  private final BulkLoad bulk;
  private final MySqlMirrorConfig config;
  private final long term;
  private Optional<Bookmark> bookmark;
  private @Nullable SQLException broken;

  private MySqlMirrorTransaction(
      Connection connection,
      StateTables states,
      BulkLoad bulk,
      MySqlMirrorConfig config,
      StateTables.MirrorRow row) {
    this.connection = connection;
    this.states = states;
    this.bulk = bulk;
    this.config = config;
    this.term = row.term();
    this.bookmark = row.bookmark();
  }

  /** Waits for the lock first. */
  static MySqlMirrorTransaction begin(
      Connection connection, StateTables states, BulkLoad bulk, MySqlMirrorConfig config)
      throws SQLException {
    StateTables.MirrorRow row =
        states.lock(connection).orElseThrow(() -> nothingNoted(config.name()));
    return new MySqlMirrorTransaction(connection, states, bulk, config, row.checked(config.name()));
  }

  private static MirrorSetupException nothingNoted(String mirror) {
    return new MirrorSetupException(
        "write to mirror " + mirror + ": the row about it is missing; set it up again", null);
  }

  @Override
  public Optional<Bookmark> bookmark() {
    return bookmark;
  }

  @Override
  public void moveTo(Bookmark to) {
    run(
        "move mirror " + config.name() + " to " + to.position(),
        () -> {
          states.move(connection, to);
          return to;
        });
    bookmark = Optional.of(to);
  }

  @Override
  public void fence(long ours) {
    if (term > ours) {
      throw new FencedException(
          "write to mirror %s in term %d: somebody of term %d has written since"
              .formatted(config.name(), ours, term));
    }
    if (term < ours) {
      run(
          "enter term " + ours + " on mirror " + config.name(),
          () -> {
            states.setTerm(connection, ours);
            return ours;
          });
    }
  }

  @Override
  public MirrorTable table(EntityType type) {
    return new MySqlMirrorTable(this, states, bulk, TypeTable.of(type, config.prefix()));
  }

  Connection connection() {
    return connection;
  }

  /** Does something that must succeed for the transaction to go on. */
  <T> T run(String attempted, SqlWork<T> work) {
    if (broken != null) {
      throw MySqlErrors.translate(attempted + ", in a transaction that has failed", broken);
    }
    try {
      return work.run();
    } catch (SQLException e) {
      broken = e;
      throw MySqlErrors.translate(attempted, e);
    }
  }

  /** Does something with rows, or leaves the transaction as it was before. */
  <T> T runOrUndo(String attempted, SqlWork<T> work) {
    String what = attempted + " of mirror " + config.name();
    return run(what, () -> orUndo(what, connection.setSavepoint(SAVEPOINT), work));
  }

  private <T> T orUndo(String what, Savepoint before, SqlWork<T> work) throws SQLException {
    try {
      return work.run();
    } catch (SQLException e) {
      if (MySqlErrors.kindOf(e) != MySqlErrors.Kind.ROWS) {
        throw e;
      }
      undo(before, e);
      throw MySqlErrors.translate(what, e);
    } catch (RuntimeException | Error e) {
      undo(before, e);
      throw e;
    }
  }

  private void undo(Savepoint before, Throwable reason) throws SQLException {
    try {
      connection.rollback(before);
    } catch (SQLException e) {
      e.addSuppressed(reason);
      throw e;
    }
  }

  void throwIfBroken() throws SQLException {
    if (broken != null) {
      throw broken;
    }
  }

  void throwIfPassing() throws SQLException {
    if (broken != null && MySqlErrors.kindOf(broken) == MySqlErrors.Kind.PASSING) {
      throw broken;
    }
  }

  /** Something that the database may refuse. */
  interface SqlWork<T> {
    T run() throws SQLException;
  }
}
