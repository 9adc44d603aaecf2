package dev.tidemark.testkit.fake;

import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.HeldRows;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.testkit.contract.Replica;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A replica in memory. Every apply works on a copy that takes the place of the old state at its
 * end, so a reader sees a cycle whole or not at all. Safe for use by many threads.
 */
public final class InMemoryReplica implements Replica, ReplicaStore {

  private final Schema schema;
  private volatile ReplicaState state;

  public InMemoryReplica(Schema schema) {
    this.schema = schema;
    this.state = new ReplicaState(schema);
  }

  @Override
  public ReplicaStore store() {
    return this;
  }

  @Override
  public ChangeFeed feed() {
    return new InMemoryFeed(() -> state, this::change);
  }

  @Override
  public CursorStore cursors() {
    return new CursorStore() {
      @Override
      public Map<EntityType, Cursor> cursors() {
        return Map.copyOf(state.cursors);
      }

      @Override
      public Optional<String> identity() {
        return state.identity;
      }
    };
  }

  @Override
  public HeldRows held() {
    return new InMemoryHeldRows(schema, () -> state);
  }

  @Override
  public ReplicaReader reader() {
    return new InMemoryReader(() -> state);
  }

  /** As after a schema gained a field of this type: its cursor no longer says that it has all. */
  public void markIncomplete(EntityType type) {
    change(
        next ->
            next.cursors.computeIfPresent(
                type, (key, cursor) -> new Cursor(cursor.followedTo(), false)));
  }

  @Override
  public Replica reopen() {
    return this;
  }

  @Override
  public void close() {}

  @Override
  public Staging stage(Mode mode) {
    return new InMemoryStaging(schema, () -> state);
  }

  @Override
  public synchronized Applied apply(Staging staging, ApplyPlan plan) {
    if (!(staging instanceof InMemoryStaging staged)) {
      throw new IllegalArgumentException("this staging area was not made by this store");
    }
    ReplicaState next = state.copy();
    Applied applied = new Application(schema, next, plan).apply(staged);
    state = next;
    return applied;
  }

  @Override
  public Map<EntityType, Counts> counts() {
    return Counting.of(schema, state);
  }

  private synchronized void change(Consumer<ReplicaState> change) {
    ReplicaState next = state.copy();
    change.accept(next);
    state = next;
  }
}
