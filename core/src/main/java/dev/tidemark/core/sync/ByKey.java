package dev.tidemark.core.sync;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Undecodable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks for rows by key, in batches, within limits that hold for the whole cycle. */
final class ByKey {

  private final Fetching fetching;
  private final SyncPolicy.Asking limits;
  private final Clock clock;
  private final Instant deadline;
  private final AtomicInteger requests = new AtomicInteger();

  ByKey(Fetching fetching, SyncPolicy.Asking limits, Clock clock) {
    this.fetching = fetching;
    this.limits = limits;
    this.clock = clock;
    this.deadline = clock.instant().plus(limits.time());
  }

  boolean isOn() {
    return limits.requests() > 0;
  }

  boolean mayAsk() {
    return requests.get() < limits.requests()
        && clock.instant().isBefore(deadline)
        && fetching.mayAsk();
  }

  /** Most keys that can be asked for in one cycle. */
  int most() {
    return limits.batch() * Math.max(1, limits.requests());
  }

  /** Stages what the upstream has of these keys, for as long as the limits allow. */
  Asked ask(EntityType type, List<RowKey> keys) {
    Asked asked = new Asked(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int from = 0; from < keys.size() && mayAsk(); from += limits.batch()) {
      ask(type, keys.subList(from, Math.min(keys.size(), from + limits.batch())), asked);
    }
    return asked;
  }

  private void ask(EntityType type, List<RowKey> batch, Asked into) {
    requests.incrementAndGet();
    Answered answered = new Answered();
    fetching.fetch(new Fetch.ByKey(type, batch), answered);
    into.keys.addAll(batch);
    batch.stream().filter(key -> !answered.rows.contains(key)).forEach(into.withoutRow::add);
    batch.stream().filter(answered::isUnknown).forEach(into.unknown::add);
  }

  /**
   * What was asked for.
   *
   * @param keys those that the limits allowed
   * @param withoutRow those of them that no row came of
   * @param unknown those of them that the upstream does not know
   */
  record Asked(List<RowKey> keys, List<RowKey> withoutRow, List<RowKey> unknown) {}

  /** A row that cannot be decoded is an answer, too; without its key, it may be any of them. */
  private static final class Answered implements Seen {

    private final Set<RowKey> rows = new HashSet<>();
    private final Set<RowKey> bad = new HashSet<>();
    private final AtomicInteger nameless = new AtomicInteger();

    @Override
    public void row(Row row) {
      rows.add(row.key());
    }

    @Override
    public void undecodable(Undecodable row) {
      row.key().ifPresentOrElse(bad::add, nameless::incrementAndGet);
    }

    boolean isUnknown(RowKey key) {
      return nameless.get() == 0 && !rows.contains(key) && !bad.contains(key);
    }
  }
}
