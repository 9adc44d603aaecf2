package dev.tidemark.adapter.sqlite;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;

/** What is on its way into all shelves of a store. Safe for use by many threads. */
final class Receptions {

  private final Set<SqliteIncoming> underway = new HashSet<>();

  /**
   * Takes one more, if there is room for all of it and for what the others still lack.
   *
   * @param room throws if there is not room for so many bytes
   */
  synchronized void admit(SqliteIncoming next, LongConsumer room) {
    room.accept(
        next.outstanding() + underway.stream().mapToLong(SqliteIncoming::outstanding).sum());
    underway.add(next);
  }

  synchronized void leave(SqliteIncoming ended) {
    underway.remove(ended);
  }
}
