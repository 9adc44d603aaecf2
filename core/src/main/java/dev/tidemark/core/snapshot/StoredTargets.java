package dev.tidemark.core.snapshot;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.schema.NearMiss;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StrongRows;
import dev.tidemark.core.state.StrongTable;
import dev.tidemark.core.state.Versioned;
import java.util.List;
import java.util.function.Function;

/**
 * Targets in the strong state of an application. What a call has changed is on the disk when it
 * returns, and seen by every process that reads them. Safe for use by many threads.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the state cannot answer
 */
public final class StoredTargets implements TargetProvider {

  private final StateEngine state;
  private final StrongTable<Stored> table;

  /**
   * @param state holds the types of {@link SnapshotTypes}
   */
  public StoredTargets(StateEngine state) {
    this.state = state;
    this.table = state.strong(Codec.records(SnapshotTypes.TARGET, Stored.class));
  }

  private record Stored(
      String snapshot, String target, String strategy, String endpoint, boolean enabled) {

    static Stored of(Target target) {
      return new Stored(
          target.snapshot(),
          target.name(),
          target.strategy().name(),
          target.endpoint(),
          target.enabled());
    }

    Target value() {
      return new Target(snapshot, target, Target.Strategy.valueOf(strategy), endpoint, enabled);
    }
  }

  /** By snapshot and name. */
  @Override
  public List<Target> targets() {
    return table.list().stream().map(Versioned::value).map(Stored::value).toList();
  }

  /**
   * Adds a target.
   *
   * @throws ConflictException if the snapshot has one of this name
   */
  public void add(Target target) {
    state.transact(
        "add target %s of %s".formatted(target.name(), target.snapshot()),
        transaction -> {
          StrongRows<Stored> rows = transaction.in(table);
          rows.find(key(target.snapshot(), target.name()))
              .ifPresent(
                  there -> {
                    throw new ConflictException(
                        "add target %s of %s: there is one of this name, at %s; remove it first"
                            .formatted(target.name(), target.snapshot(), there.value().endpoint()));
                  });
          return rows.insert(Stored.of(target));
        });
  }

  /**
   * Removes a target.
   *
   * @throws NotFoundException if there is none
   */
  public void remove(String snapshot, String name) {
    change("remove", snapshot, name, rows -> removed(rows, key(snapshot, name)));
  }

  private static RowKey removed(StrongRows<Stored> rows, RowKey key) {
    rows.delete(key);
    return key;
  }

  /**
   * Lets something be pushed to a target, or nothing any more.
   *
   * @throws NotFoundException if there is none
   */
  public void setEnabled(String snapshot, String name, boolean enabled) {
    change(
        enabled ? "enable" : "disable",
        snapshot,
        name,
        rows -> {
          Stored now = rows.get(key(snapshot, name)).value();
          return rows.save(new Stored(snapshot, name, now.strategy(), now.endpoint(), enabled));
        });
  }

  private <T> void change(
      String attempted, String snapshot, String name, Function<StrongRows<Stored>, T> change) {
    String what = "%s target %s of %s".formatted(attempted, name, snapshot);
    state.transact(
        what,
        transaction -> {
          StrongRows<Stored> rows = transaction.in(table);
          if (rows.find(key(snapshot, name)).isEmpty()) {
            throw new NotFoundException(what + ": there is none" + hint(rows, snapshot, name));
          }
          return change.apply(rows);
        });
  }

  private static String hint(StrongRows<Stored> rows, String snapshot, String name) {
    List<String> names =
        rows.list().stream()
            .map(Versioned::value)
            .filter(each -> each.snapshot().equals(snapshot))
            .map(Stored::target)
            .toList();
    return NearMiss.hint(name, names);
  }

  private static RowKey key(String snapshot, String name) {
    return RowKey.of(snapshot, name);
  }
}
