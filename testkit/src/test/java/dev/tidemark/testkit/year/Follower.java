package dev.tidemark.testkit.year;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.testkit.contract.KeyOrder;
import dev.tidemark.testkit.contract.Replica;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Knows the replica from its feed, and compares it with the truth. */
final class Follower {

  private final Map<EntityType, Map<RowKey, Row>> rows = new HashMap<>();
  private final Replica replica;
  private final Promises promises;
  private Position followed = Position.START;
  private Map<EntityType, Cursor> lastCursors = Map.of();

  Follower(Replica replica, Promises promises) {
    this.replica = replica;
    this.promises = promises;
  }

  /** After every cycle that changed something, whatever became of it. */
  void look(Truth truth) {
    Map<EntityType, Cursor> cursors = replica.cursors().cursors();
    if (cursors.equals(lastCursors) && replica.feed().latest().equals(followed)) {
      return;
    }
    lastCursors = cursors;
    followTheFeed();
    cursors.forEach((type, cursor) -> mustHaveSeen(type, cursor.followedTo(), truth));
  }

  /**
   * What is behind a cursor is never asked for again but by a full cycle, so it must be stored, as
   * it is. Rows of the cursor's own second are asked for again.
   */
  private void mustHaveSeen(EntityType type, Instant cursor, Truth truth) {
    Map<RowKey, Row> stored = followed(type);
    Set<String> parked = parked(type);
    truth.rows(type).values().stream()
        .filter(row -> Truth.version(row).isBefore(cursor))
        .filter(row -> !parked.contains(row.key().text()))
        .filter(row -> !row.equals(stored.get(row.key())))
        .forEach(
            row ->
                promises.breaks(
                    "behind the cursor %s is %s, stored is %s"
                        .formatted(cursor, row, stored.get(row.key()))));
  }

  private Set<String> parked(EntityType type) {
    return replica.held().orphans(Integer.MAX_VALUE).stream()
        .filter(orphan -> orphan.type().equals(type.name()))
        .map(orphan -> orphan.key())
        .collect(Collectors.toSet());
  }

  /** A follower reads the feed, and then each row as it is. */
  private void followTheFeed() {
    for (Change change : replica.feed().after(followed, Integer.MAX_VALUE)) {
      EntityType type = Truth.SCHEMA.type(change.type());
      Map<RowKey, Row> known = followed(type);
      replica
          .reader()
          .find(type, change.key())
          .ifPresentOrElse(row -> known.put(change.key(), row), () -> known.remove(change.key()));
      followed = change.position();
    }
    replica.feed().prune(followed);
    for (EntityType type : Truth.SCHEMA.types()) {
      if (!List.copyOf(followed(type).values()).equals(replica.rows(type))) {
        promises.breaks("who follows the feed of " + type + " has not what the replica has");
      }
    }
  }

  private Map<RowKey, Row> followed(EntityType type) {
    return rows.computeIfAbsent(type, key -> new TreeMap<>(KeyOrder::compare));
  }

  /** The end of it all. */
  void mustEqual(Truth truth) {
    followTheFeed();
    for (EntityType type : Truth.SCHEMA.types()) {
      mustHaveSeen(type, Instant.MAX, truth);
      followed(type).values().stream()
          .filter(row -> row.isLive() && !truth.rows(type).containsKey(row.key()))
          .forEach(row -> promises.breaks("in the end upstream has nothing of " + row));
    }
  }
}
