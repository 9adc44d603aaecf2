package dev.tidemark.testkit.fake;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
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
import dev.tidemark.core.sync.spi.SyncJournal;
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
  private final InMemorySyncJournal journal;
  private volatile ReplicaState state;
  private InMemoryStaging left;
  private boolean stagingFull;

  public InMemoryReplica(Schema schema) {
    this(schema, new InMemorySyncJournal());
  }

  /** With the journal that knows the terms of its cycles. */
  public InMemoryReplica(Schema schema, InMemorySyncJournal journal) {
    this.schema = schema;
    this.journal = journal;
    this.state = new ReplicaState(schema);
    this.left = new InMemoryStaging(schema, () -> state, none -> {});
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
  public SyncJournal journal() {
    return journal;
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
    return mode == Mode.FULL
        ? stageFull()
        : new InMemoryStaging(schema, () -> state, staging -> {});
  }

  private synchronized Staging stageFull() {
    if (stagingFull) {
      throw new AlreadyRunningException("stage rows: a full cycle is being staged already");
    }
    stagingFull = true;
    InMemoryStaging staging = new InMemoryStaging(schema, () -> state, this::leave);
    staging.takeUp(left);
    return staging;
  }

  private synchronized void leave(InMemoryStaging staging) {
    stagingFull = false;
    left = new InMemoryStaging(schema, () -> state, none -> {});
    left.takeUp(staging);
  }

  @Override
  public synchronized Applied apply(Staging staging, ApplyPlan plan) {
    if (!(staging instanceof InMemoryStaging staged)) {
      throw new IllegalArgumentException("this staging area was not made by this store");
    }
    journal.requireCurrent(plan.cycle());
    ReplicaState next = state.copy();
    Applied applied = new Application(schema, next, plan).apply(staged);
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException(
          "apply cycle " + plan.cycle() + ": stopped; nothing was changed");
    }
    state = next;
    staged.applied();
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
