package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.FileMark.State;
import dev.tidemark.adapter.sqlite.SqliteStateConfig.Access;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.StateEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The weak file as this process opens it: what is of no use is kept under another name, and a new
 * one made, since memory knows better.
 */
record WeakFile(StateFile file, Access access, Clock clock, Listener listener) {

  static final String LOCK = "cache.lock";

  /** Opens what is there, or makes it. */
  OpenFile open() throws SQLException, IOException {
    return prepare(
        () -> {
          String damage = damage();
          return damage.isEmpty() ? "" : keepAside("damaged", damaged(damage));
        });
  }

  /**
   * Opens another one in place of one that is lost.
   *
   * @param damage what is wrong with it, if it is still there
   */
  OpenFile openAnew(OpenFile lost, String damage) throws SQLException, IOException {
    return prepare(() -> lost.isInPlace() ? keepAside("damaged", damaged(damage)) : leaveOther());
  }

  /**
   * @param clear makes room for the file, if that takes anything, and says so
   */
  private OpenFile prepare(OpeningTurn.Work<String> clear) throws SQLException, IOException {
    AtomicReference<String> told = new AtomicReference<>("");
    OpenFile opened =
        OpeningTurn.take(
            file.path().getParent(),
            () -> {
              told.set(clear.run());
              return file.prepare();
            });
    if (!told.get().isEmpty()) {
      listener.on(new StateEvent.StoreMadeAnew(file.path() + ": " + told.get()));
    }
    return opened;
  }

  private static String damaged(String damage) {
    return "it was damaged (" + damage + ")";
  }

  /**
   * Those who share take what another of them made; nobody else makes one for us. What is a newer
   * version's or another program's is refused even so.
   */
  private String leaveOther() throws SQLException, IOException {
    if (!file.isThere()) {
      return "it was gone, and a new one was made";
    }
    String damage = damage();
    if (access == Access.SHARED && damage.isEmpty()) {
      return "another process replaced it, and its file is used now";
    }
    return keepAside("replaced", "it was replaced by a file that this process does not know");
  }

  private String keepAside(String word, String why) throws IOException {
    Path aside = new DatabaseFile(file.path()).keepAside(word, clock.instant());
    return "%s; what was there is kept as %s, and a new one was made"
        .formatted(why, aside.getFileName());
  }

  /** What is wrong with the file that is there; empty if nothing is. */
  String damage() throws SQLException, IOException {
    try {
      State found = file.mark().inspect(file.path());
      if (found == State.UNMARKED) {
        file.requireKnown();
      }
      return found == State.ABSENT ? "" : check();
    } catch (SQLException e) {
      return damage(e);
    }
  }

  /**
   * What is wrong at first sight with the file that this process has open, which its own connection
   * need not notice: it has read the first page long ago. Empty if nothing is.
   */
  String plainDamage() throws SQLException, IOException {
    try {
      return file.mark().inspect(file.path()) == State.CURRENT ? "" : "it was emptied";
    } catch (SQLException e) {
      return damage(e);
    }
  }

  private static String damage(SQLException failure) throws SQLException {
    if (SqliteErrors.isDamage(failure)) {
      return String.valueOf(failure.getMessage());
    }
    throw failure;
  }

  private String check() throws SQLException {
    if (!file.isThere()) {
      return "";
    }
    try (Connection connection = Connections.reader(file.path())) {
      String said = Connections.text(connection, "PRAGMA quick_check(1)");
      return said.equals("ok") ? "" : said;
    }
  }
}
