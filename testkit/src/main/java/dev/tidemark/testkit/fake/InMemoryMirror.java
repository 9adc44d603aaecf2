package dev.tidemark.testkit.fake;

import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A database to mirror into, in memory, and in the hands of a test: it can fail at any step, and
 * its rows can be changed behind everybody's back. Safe for use by many threads.
 */
public final class InMemoryMirror {

  private final ReentrantLock writing = new ReentrantLock();
  private final Map<EntityType, Set<RowKey>> refused = new ConcurrentHashMap<>();
  private final String place = "memory " + UUID.randomUUID();
  private volatile MirrorContents contents = new MirrorContents();
  private volatile Consumer<String> before = step -> {};
  private volatile boolean busy;

  /** A target of this database. */
  public MirrorTarget newTarget(String name) {
    return new InMemoryMirrorTarget(name, this);
  }

  /**
   * Called before each step with its name, and the table's where there is one; what it throws, the
   * step throws: {@code bookmark}, {@code prepare}, {@code write}, {@code upsert net}, {@code load
   * net}, {@code delete net}, {@code commit}, {@code committed} (it is, and the answer is lost if
   * this throws), {@code hint net}, {@code digest net}, {@code fingerprints net}.
   */
  public void before(Consumer<String> hook) {
    before = hook;
  }

  /** From now on nothing answers. */
  public void goAway() {
    before =
        step -> {
          throw new MirrorUnavailableException(step + " at " + place + ": nobody answers", null);
        };
  }

  /** Everything works again. */
  public void comeBack() {
    before = step -> {};
  }

  public void setBusy(boolean isBusy) {
    busy = isBusy;
  }

  /** From now on a row of this key is neither taken nor let go. */
  public void refuse(EntityType type, RowKey key) {
    refused.computeIfAbsent(type, each -> ConcurrentHashMap.newKeySet()).add(key);
  }

  /** From now on every row is taken. */
  public void refuseNone() {
    refused.clear();
  }

  /** Changes or adds a row behind everybody's back. */
  public void put(Row row) {
    edit(all -> table(all, row.type()).rows.put(row.key(), row));
  }

  /** Removes a row behind everybody's back. */
  public void remove(EntityType type, RowKey key) {
    edit(all -> table(all, type).rows.remove(key));
  }

  /** Drops a table behind everybody's back. */
  public void drop(EntityType type) {
    edit(all -> all.tables.remove(type.name()));
  }

  /** Forgets everything, as a server that was set up anew. */
  public void clear() {
    contents = new MirrorContents();
  }

  /** What there is now, to be put back later. */
  public Runnable remember() {
    MirrorContents then = contents;
    return () -> contents = then;
  }

  /** All rows of a type, in key order. */
  public List<Row> rows(EntityType type) {
    return List.copyOf(table(contents, type).rows.values());
  }

  private void edit(Consumer<MirrorContents> change) {
    writing.lock();
    try {
      MirrorContents copy = contents.copy();
      change.accept(copy);
      contents = copy;
    } finally {
      writing.unlock();
    }
  }

  static MirrorContents.Table table(MirrorContents contents, EntityType type) {
    MirrorContents.Table table = contents.tables.get(type.name());
    if (table == null) {
      throw new MirrorSetupException("table " + type + " is missing", null);
    }
    return table;
  }

  void step(String name) {
    before.accept(name);
  }

  MirrorContents contents() {
    return contents;
  }

  void replace(MirrorContents next) {
    contents = next;
  }

  ReentrantLock writing() {
    return writing;
  }

  boolean isBusy() {
    return busy;
  }

  boolean refuses(EntityType type, RowKey key) {
    return refused.getOrDefault(type, new HashSet<>()).contains(key);
  }

  String place() {
    return place;
  }
}
