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
  private final Writing writing;
  private final long term;
  private Optional<Bookmark> bookmark;
  private @Nullable SQLException broken;

  private MySqlMirrorTransaction(
      Connection connection, Writing writing, StateTables.MirrorRow row) {
    this.connection = connection;
    this.writing = writing;
    this.term = row.term();
    this.bookmark = row.bookmark();
  }

  /** Waits for the lock first. */
  static MySqlMirrorTransaction begin(Connection connection, Writing writing) throws SQLException {
    String mirror = writing.mirror();
    StateTables.MirrorRow row =
        writing.states().lock(connection).orElseThrow(() -> nothingNoted(mirror));
    return new MySqlMirrorTransaction(connection, writing, row.checked(mirror));
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
        "move mirror " + writing.mirror() + " to " + to.position(),
        () -> {
          writing.states().move(connection, to);
          return to;
        });
    bookmark = Optional.of(to);
  }

  @Override
  public void fence(long ours) {
    if (term > ours) {
      throw new FencedException(
          "write to mirror %s in term %d: somebody of term %d has written since"
              .formatted(writing.mirror(), ours, term));
    }
    if (term < ours) {
      run(
          "enter term " + ours + " on mirror " + writing.mirror(),
          () -> {
            writing.states().setTerm(connection, ours);
            return ours;
          });
    }
  }

  @Override
  public MirrorTable table(EntityType type) {
    return new MySqlMirrorTable(this, writing, TypeTable.of(type, writing.config().prefix()));
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
    String what = attempted + " of mirror " + writing.mirror();
    return run(
        what,
        () ->
            writing
                .watch()
                .over(connection, () -> orUndo(what, connection.setSavepoint(SAVEPOINT), work)));
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
}
