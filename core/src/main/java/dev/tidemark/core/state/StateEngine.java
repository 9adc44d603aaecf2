package dev.tidemark.core.state;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.time.Ambient;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The state of one application, and the one way to write it. The strong tier is on the disk when a
 * call returns. The weak tier is changed in memory, through its tables alone, and written behind;
 * what was changed since the last flush is lost with the process, and never a part of a flush.
 *
 * <pre>
 * StateEngine state = StateEngine.open(schema, ports, StateTerms.defaults(), ambient, worker, listener);
 * StrongTable&lt;Platform&gt; platforms = state.strong(Codec.records(platform, Platform.class));
 * WeakTable&lt;Lease&gt; leases = state.weak(Codec.records(lease, Lease.class));
 * state.start();
 * </pre>
 *
 * <p>Safe for use by many threads.
 */
public final class StateEngine implements AutoCloseable {

  private final StateSchema schema;
  private final Listener listener;
  private final WeakTables tables;
  private final WeakTier weak;
  private final StrongTier strong;
  private final WriteBehind behind;
  private final Repair repair;

  private StateEngine(
      StateSchema schema,
      StatePorts ports,
      StateTerms terms,
      Ambient ambient,
      Executor worker,
      Listener listener) {
    this.schema = schema;
    this.listener = listener;
    this.tables = new WeakTables(schema, ports, ambient.clock(), listener);
    this.weak = new WeakTier(tables, ports, terms.flush(), ambient.clock(), listener);
    this.strong = new StrongTier(ports.strong(), schema.strong(), tables, ambient.clock());
    this.behind = new WriteBehind(weak, ambient.scheduler(), worker);
    this.repair = new Repair(schema, ports, tables, terms.guard(), listener);
  }

  /**
   * Repairs what an earlier process left, unless the terms say otherwise, and gives the engine, not
   * started yet.
   *
   * @param worker runs flushes, one at a time; a flush blocks its thread
   * @throws dev.tidemark.core.RepairRefusedException if so much refers to nothing that the strong
   *     state is doubted; nothing was changed
   * @throws dev.tidemark.core.StorageException if a store cannot answer
   */
  public static StateEngine open(
      StateSchema schema,
      StatePorts ports,
      StateTerms terms,
      Ambient ambient,
      Executor worker,
      Listener listener) {
    StateEngine engine = new StateEngine(schema, ports, terms, ambient, worker, listener);
    if (terms.repairing()) {
      engine.repair.run(RepairMode.GUARDED);
    }
    return engine;
  }

  /** A table of the strong tier. */
  public <V> StrongTable<V> strong(Codec<V> codec) {
    Schema tier = schema.strong();
    tier.type(codec.type().name());
    return new StrongTable<>(new StoredValues<>(codec, listener), strong);
  }

  /**
   * The table of a type of the weak tier, with what is stored of it. A type whose values are all in
   * memory is read here.
   *
   * @throws IllegalStateException if the type is in use with another codec
   */
  public <V> WeakTable<V> weak(Codec<V> codec) {
    return weak.alone(
        () -> {
          if (!tables.isClaimed(codec.type())) {
            weak.flush();
          }
          return tables.claim(codec);
        });
  }

  /**
   * Runs the work in one transaction over the strong tier: all that it writes is on the disk when
   * this returns, or nothing is.
   *
   * @param attempted for messages: {@code rename platform 7}
   */
  public <T> T transact(String attempted, Function<StateTransaction, T> work) {
    return strong.write(attempted, work);
  }

  /** Runs work that only reads the strong tier, on one snapshot of it. */
  public <T> T read(String attempted, Function<StateTransaction, T> work) {
    return strong.read(attempted, work);
  }

  /**
   * Begins to write the weak tier by itself.
   *
   * @return false if it does already; nothing is begun twice
   * @throws IllegalStateException if it was stopped
   */
  public boolean start() {
    return behind.start();
  }

  /**
   * Writes all that is dirty at this moment, and waits for it.
   *
   * @throws dev.tidemark.core.StorageException if the store could not; nothing of it is forgotten
   */
  public FlushReport flush() {
    return weak.flush();
  }

  /**
   * Removes from the weak tier what refers to nothing.
   *
   * @throws dev.tidemark.core.RepairRefusedException if a guarded repair would remove too much
   * @throws IllegalStateException if the state was stopped, but for a dry run
   */
  public RepairReport repair(RepairMode mode) {
    return weak.alone(
        () -> {
          weak.flush();
          return repair.run(mode);
        });
  }

  public StateStatus status() {
    Progress progress = weak.progress();
    return new StateStatus(
        behind.phase(),
        tables.dirtyByType(),
        tables.dirty().oldest(),
        progress.last(),
        progress.failures(),
        progress.lastError());
  }

  /**
   * Stops, started or not: writes the weak tier a last time and refuses every further change. A
   * second call finds nothing to do, or tries again what could not be written.
   *
   * @throws dev.tidemark.core.UnflushedException with the keys of what could not be written
   */
  public void stop() {
    behind.stop();
  }

  /** Stops. */
  @Override
  public void close() {
    stop();
  }
}
