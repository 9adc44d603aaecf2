package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.MissingParents;
import dev.tidemark.core.sync.spi.Progress;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Undecodable;
import dev.tidemark.core.sync.spi.Vanishing;
import dev.tidemark.testkit.contract.KeyOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The rows of one cycle, the winner of each key. */
final class InMemoryStaging implements Staging {

  private final Map<EntityType, TreeMap<RowKey, StagedRow>> rows = new HashMap<>();
  private final Map<BadRow, StagedBadRow> undecodable = new LinkedHashMap<>();
  private final Map<EntityType, Set<RowKey>> unanswered = new HashMap<>();
  private final Map<EntityType, Set<RowKey>> vanished = new HashMap<>();
  private final Schema schema;
  private final Supplier<ReplicaState> stored;
  private final Map<EntityType, Progress> progress = new HashMap<>();
  private final Consumer<InMemoryStaging> closing;
  private boolean closed;

  /**
   * @param closing called once, before anything is forgotten
   */
  InMemoryStaging(Schema schema, Supplier<ReplicaState> stored, Consumer<InMemoryStaging> closing) {
    this.schema = schema;
    this.stored = stored;
    this.closing = closing;
  }

  /** Takes over what types with progress have in another area, as listed rows. */
  void takeUp(InMemoryStaging other) {
    progress.putAll(other.progress);
    for (EntityType type : other.progress.keySet()) {
      other
          .rows(type)
          .forEach((key, row) -> rows(type).put(key, new StagedRow(row.row(), Source.LIST)));
      other
          .undecodable(type)
          .forEach(row -> undecodable.put(BadRow.of(row), new StagedBadRow(row, Source.LIST)));
    }
  }

  /** What is applied is not kept for another cycle. */
  void applied() {
    progress.clear();
  }

  TreeMap<RowKey, StagedRow> rows(EntityType type) {
    return rows.computeIfAbsent(type, key -> new TreeMap<>(KeyOrder::compare));
  }

  /** An undecodable row counts for nothing beside a decodable one from as good a source. */
  List<Undecodable> undecodable(EntityType type) {
    return undecodable.values().stream()
        .filter(bad -> bad.row().type().equals(type))
        .filter(bad -> !isBeaten(bad))
        .map(StagedBadRow::row)
        .toList();
  }

  private boolean isBeaten(StagedBadRow bad) {
    return bad.row()
        .key()
        .map(rows(bad.row().type())::get)
        .filter(row -> row.source() == Source.LIVE || bad.source() == Source.LIST)
        .isPresent();
  }

  Set<RowKey> unanswered(EntityType type) {
    return unanswered.computeIfAbsent(type, key -> new TreeSet<>(KeyOrder::compare));
  }

  /** Keys that are noted as vanished and did not come after all. */
  Set<RowKey> gone(EntityType type) {
    Set<RowKey> gone = new TreeSet<>(KeyOrder::compare);
    gone.addAll(vanished.getOrDefault(type, Set.of()));
    gone.removeIf(key -> came(type, key));
    return gone;
  }

  /** Whether a row with this key came, decodable or not. */
  private boolean came(EntityType type, RowKey key) {
    return rows(type).containsKey(key) || undecodable.containsKey(new BadRow(type, key));
  }

  @Override
  public RowSink sink(EntityType type, Source source) {
    return new RowSink() {
      @Override
      public void row(Row row) {
        rows(type)
            .merge(
                row.key(),
                new StagedRow(row, source),
                (earlier, later) -> later.winsOver(earlier) ? later : earlier);
      }

      @Override
      public void undecodable(Undecodable row) {
        undecodable.put(BadRow.of(row), new StagedBadRow(row, source));
      }
    };
  }

  @Override
  public void discard(EntityType type) {
    rows.remove(type);
    vanished.remove(type);
    undecodable.keySet().removeIf(row -> row.type().equals(type));
    progress.remove(type);
  }

  @Override
  public List<MissingParents> missingParents(boolean again, int atMost) {
    Map<EntityType, Set<RowKey>> wanted = new HashMap<>();
    for (TreeMap<RowKey, StagedRow> each : List.copyOf(rows.values())) {
      each.values().forEach(staged -> want(staged.row(), wanted));
    }
    for (EntityType type : schema.types()) {
      stored.get().parked(type).values().forEach(parked -> want(parked.row(), wanted));
    }
    List<MissingParents> missing = new ArrayList<>();
    for (EntityType type : schema.types()) {
      List<RowKey> keys = inTurn(type, wanted.getOrDefault(type, Set.of()), again);
      if (!keys.isEmpty()) {
        missing.add(new MissingParents(type, keys.subList(0, Math.min(atMost, keys.size()))));
      }
    }
    return missing;
  }

  private void want(Row row, Map<EntityType, Set<RowKey>> wanted) {
    for (Need need : Need.of(schema, row)) {
      boolean here =
          rows(need.type()).containsKey(need.key())
              || stored.get().rows(need.type()).containsKey(need.key());
      if (!here) {
        wanted
            .computeIfAbsent(need.type(), type -> new TreeSet<>(KeyOrder::compare))
            .add(need.key());
      }
    }
  }

  private List<RowKey> inTurn(EntityType type, Set<RowKey> wanted, boolean again) {
    Set<RowKey> inVain = stored.get().unanswered(type);
    List<RowKey> keys = new ArrayList<>(wanted);
    keys.removeAll(unanswered(type));
    List<RowKey> last = keys.stream().filter(inVain::contains).toList();
    keys.removeAll(last);
    if (again) {
      keys.addAll(last);
    }
    return keys;
  }

  @Override
  public void unanswered(EntityType type, List<RowKey> keys) {
    unanswered(type).addAll(keys);
  }

  @Override
  public Optional<Progress> progress(EntityType type) {
    return Optional.ofNullable(progress.get(type));
  }

  @Override
  public void progress(EntityType type, Progress done) {
    progress.put(type, done);
  }

  @Override
  public Vanishing vanishing(EntityType type, Optional<Instant> upTo, int atMost) {
    Map<RowKey, Row> missed = new TreeMap<>(KeyOrder::compare);
    missed.putAll(stored.get().rows(type));
    missed.values().removeIf(row -> !isMissed(row, upTo));
    for (Parked parked : stored.get().parked(type).values()) {
      if (isMissed(parked.row(), upTo)) {
        missed.put(parked.row().key(), parked.row());
      }
    }
    return new Vanishing(missed.size(), missed.keySet().stream().limit(atMost).toList());
  }

  private boolean isMissed(Row row, Optional<Instant> upTo) {
    boolean isLater =
        upTo.isPresent()
            && StagedRow.versionOf(row).filter(version -> version.isAfter(upTo.get())).isPresent();
    return row.isLive() && !isLater && !came(row.type(), row.key());
  }

  @Override
  public void vanished(EntityType type, List<RowKey> keys) {
    vanished.computeIfAbsent(type, each -> new TreeSet<>(KeyOrder::compare)).addAll(keys);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      closing.accept(this);
    }
    rows.clear();
    undecodable.clear();
    unanswered.clear();
    vanished.clear();
    progress.clear();
  }

  private record StagedBadRow(Undecodable row, Source source) {}
}
