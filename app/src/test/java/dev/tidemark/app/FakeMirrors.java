package dev.tidemark.app;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.Followers;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.Backfilled;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.Mirror;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.core.mirror.MirrorStatus;
import dev.tidemark.core.mirror.MirrorStatus.Lag;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.mirror.RefusedRow;
import dev.tidemark.core.mirror.RepairRequest;
import dev.tidemark.core.mirror.Repaired;
import dev.tidemark.core.mirror.Standing;
import dev.tidemark.core.mirror.TableStatus;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.schema.EntityType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;

/** Mirrors that answer what a test has said before, the same for every command. */
public final class FakeMirrors {

  /** What was done to them, in order. */
  public final List<String> done = new CopyOnWriteArrayList<>();

  /** Told how many things were done, with this one, before it is done. */
  public IntConsumer whenAsked = count -> {};

  /** What is told of tables, by their names; others are equal. */
  public final Map<String, Comparison> found = new HashMap<>();

  public final Map<String, String> refusals = new HashMap<>();
  public final Map<String, TidemarkException> failures = new HashMap<>();
  public final List<RefusedRow> refused = new ArrayList<>();
  public Standing standing =
      new Standing(MirrorState.LIVE, Set.of(), "", Instant.EPOCH, Optional.empty());
  public Lag lag = Lag.NONE;
  public Optional<Position> position = Optional.empty();
  public List<TableStatus> tables = List.of();
  public Map<EntityType, Long> copied = Map.of();
  public Map<EntityType, String> failed = Map.of();
  public Optional<RepairRequest> asked = Optional.empty();

  /**
   * Mirrors that answer so.
   *
   * @param places where they are, by their names
   */
  public Mirrors at(Map<String, String> places, Listener listener) {
    return new All(
        places.entrySet().stream()
            .map(each -> new One(each.getKey(), each.getValue(), listener))
            .toList());
  }

  private final class All implements Mirrors {

    private final List<One> mirrors;

    All(List<One> mirrors) {
      this.mirrors = mirrors;
    }

    @Override
    public List<Mirror> all() {
      return List.copyOf(mirrors);
    }

    @Override
    public Mirror get(String name) {
      return all().stream()
          .filter(each -> each.name().equals(name))
          .findFirst()
          .orElseThrow(() -> new NotFoundException(name));
    }

    @Override
    public void start() {
      done.add("start");
    }

    @Override
    public void feedGrew() {
      done.add("feed grew");
    }

    @Override
    public Followers followers() {
      return List::of;
    }

    @Override
    public CompletionStage<Void> stop() {
      done.add("stop");
      return CompletableFuture.completedFuture(null);
    }
  }

  private final class One implements Mirror {

    private final String name;
    private final String place;
    private final Listener listener;

    One(String name, String place, Listener listener) {
      this.name = name;
      this.place = place;
      this.listener = listener;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String place() {
      return place;
    }

    @Override
    public MirrorStatus status() {
      return new MirrorStatus(name(), place(), standing, position, lag, tables);
    }

    @Override
    public List<RefusedRow> quarantined() {
      return refused;
    }

    private void begin(String what) {
      done.add(what + " " + name());
      whenAsked.accept(done.size());
      if (failures.containsKey(name())) {
        throw failures.get(name());
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException(what + ": stopped");
      }
    }

    @Override
    public Backfilled backfill() {
      begin("backfill");
      copied.forEach(
          (type, rows) -> {
            listener.on(new MirrorEvent.CopyStarted(name(), type, rows));
            listener.on(new MirrorEvent.RowsCopied(name(), type, rows));
            listener.on(new MirrorEvent.CopyEnded(name(), type, rows));
          });
      return new Backfilled(
          copied, List.of(), 7, failed, new Position(12), Duration.ofMillis(1_500));
    }

    @Override
    public List<Comparison> verify(List<EntityType> types) {
      begin("verify");
      return types.stream().map(this::compare).toList();
    }

    private Comparison compare(EntityType type) {
      Comparison comparison = found.getOrDefault(type.name(), equal(type, 0));
      listener.on(new MirrorEvent.ComparisonStarted(name(), type, comparison.replica().count()));
      listener.on(new MirrorEvent.ComparisonEnded(name(), comparison));
      return comparison;
    }

    @Override
    public List<Repaired> repair(RepairRequest request) {
      begin("repair");
      asked = Optional.of(request);
      return request.types().stream().map(this::repaired).toList();
    }

    private Repaired repaired(EntityType type) {
      Comparison comparison = compare(type);
      String refusal = refusals.getOrDefault(type.name(), "");
      return new Repaired(
          comparison,
          comparison.missing() + comparison.different(),
          refusal.isEmpty() ? comparison.extra() : 0,
          0,
          refusal);
    }

    @Override
    public boolean await(Position wanted, Duration timeout) {
      begin("wait " + wanted + " " + timeout.toSeconds() + " s");
      return position.filter(at -> at.compareTo(wanted) >= 0).isPresent();
    }
  }

  public static Comparison equal(EntityType type, long rows) {
    return new Comparison(type, new Digest(rows, 1), 0, 0, 0, 0, List.of());
  }
}
