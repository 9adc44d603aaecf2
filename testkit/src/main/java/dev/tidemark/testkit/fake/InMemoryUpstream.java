package dev.tidemark.testkit.fake;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Undecodable;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.testkit.contract.KeyOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * An upstream in memory whose rows a test changes as it goes. It may be told to give a stale list
 * or to fail, and remembers what it was asked. Safe for use by many threads, which ask one after
 * the other.
 */
public final class InMemoryUpstream implements Upstream {

  private final Map<EntityType, TreeMap<RowKey, Row>> rows = new HashMap<>();
  private final Map<EntityType, CachedList> caches = new HashMap<>();
  private final List<Undecodable> undecodable = new ArrayList<>();
  private final List<Fetch> asked = new ArrayList<>();
  private boolean isAnsweringByKey;
  private Predicate<Fetch> isToFail = what -> false;
  private RuntimeException failure = new IllegalStateException("told to fail");

  public InMemoryUpstream(Row... rows) {
    put(rows);
  }

  /** Adds rows, or puts them in the place of those with their key. */
  public synchronized void put(Row... changed) {
    for (Row row : changed) {
      of(row.type()).put(row.key(), row);
    }
  }

  /** Takes rows away without a trace, as no honest upstream does. */
  public synchronized void remove(EntityType type, RowKey... keys) {
    of(type).keySet().removeAll(Set.of(keys));
  }

  /** Adds rows that come with every list and window of their type. */
  public synchronized void put(Undecodable... bad) {
    undecodable.addAll(List.of(bad));
  }

  /** From now on, the whole list of this type is what it is now, and says that it is a cache. */
  public synchronized void cache(EntityType type, Instant asOf) {
    caches.put(type, new CachedList(live(type), asOf));
  }

  /** Whether rows that cannot be decoded come with rows that are asked for by key, too. */
  public synchronized void answerByKey(boolean withUndecodable) {
    isAnsweringByKey = withUndecodable;
  }

  /** From now on, no list comes from a cache. */
  public synchronized void live() {
    caches.clear();
  }

  /** From now on, what matches ends in this failure after a half of its rows. */
  public synchronized void fail(Predicate<Fetch> what, RuntimeException with) {
    isToFail = what;
    failure = with;
  }

  /** The next fetch that matches ends in this failure after a half of its rows. */
  public synchronized void failOnce(Predicate<Fetch> what, RuntimeException with) {
    AtomicBoolean isDue = new AtomicBoolean(true);
    fail(each -> what.test(each) && isDue.getAndSet(false), with);
  }

  /** From now on, all is well. */
  public synchronized void recover() {
    isToFail = what -> false;
  }

  /** What it was asked since this was last called, in order. */
  public synchronized List<Fetch> asked() {
    List<Fetch> all = List.copyOf(asked);
    asked.clear();
    return all;
  }

  @Override
  public synchronized Fetched fetch(Fetch what, RowSink into) {
    asked.add(what);
    List<Row> answer = answer(what);
    boolean isFailing = isToFail.test(what);
    give(what, isFailing ? answer.subList(0, answer.size() / 2) : answer, into);
    if (isFailing) {
      throw failure;
    }
    List<Undecodable> bad = undecodable(what);
    bad.forEach(into::undecodable);
    return new Fetched(answer.size() + (long) bad.size(), 0, 1, cachedAsOf(what), Set.of());
  }

  private static void give(Fetch what, List<Row> answer, RowSink into) {
    stopIfInterrupted(what);
    for (Row row : answer) {
      into.row(row);
      stopIfInterrupted(what);
    }
  }

  private List<Undecodable> undecodable(Fetch what) {
    return what instanceof Fetch.ByKey && !isAnsweringByKey
        ? List.of()
        : undecodable.stream().filter(row -> row.type().equals(what.type())).toList();
  }

  private List<Row> answer(Fetch what) {
    if (what instanceof Fetch.Since window) {
      return of(what.type()).values().stream().filter(row -> isIn(window, row)).toList();
    }
    if (what instanceof Fetch.ByKey named) {
      return of(what.type()).values().stream()
          .filter(row -> named.keys().contains(row.key()))
          .toList();
    }
    return Optional.ofNullable(caches.get(what.type()))
        .map(CachedList::rows)
        .orElseGet(() -> live(what.type()));
  }

  private static boolean isIn(Fetch.Since window, Row row) {
    String version = row.type().version().orElseThrow();
    return row.value(version) instanceof Instant at && !at.isBefore(window.since());
  }

  private Optional<Instant> cachedAsOf(Fetch what) {
    return what instanceof Fetch.Everything
        ? Optional.ofNullable(caches.get(what.type())).map(CachedList::asOf)
        : Optional.empty();
  }

  private List<Row> live(EntityType type) {
    return of(type).values().stream().filter(row -> !row.isTombstone()).toList();
  }

  private TreeMap<RowKey, Row> of(EntityType type) {
    return rows.computeIfAbsent(type, key -> new TreeMap<>(KeyOrder::compare));
  }

  private static void stopIfInterrupted(Fetch what) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("fetch " + what.type() + ": the thread was interrupted");
    }
  }

  private record CachedList(List<Row> rows, Instant asOf) {}
}
