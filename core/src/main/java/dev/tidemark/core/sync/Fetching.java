package dev.tidemark.core.sync;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Undecodable;
import dev.tidemark.core.sync.spi.Upstream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Streams answers of the upstream into the staging area, and tells and counts on the way. */
final class Fetching {

  private static final int ROWS_PER_EVENT = 1_000;

  private final Upstream upstream;
  private final Staging staging;
  private final Listener listener;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final Map<EntityType, Set<String>> unknownFields = new HashMap<>();

  Fetching(Upstream upstream, Staging staging, Listener listener) {
    this.upstream = upstream;
    this.staging = staging;
    this.listener = listener;
  }

  int requests() {
    return requests.get();
  }

  long bytes() {
    return bytes.get();
  }

  /** Stages the answer; {@code eachRow} sees every decoded row first. */
  Fetched fetch(Fetch what, Consumer<Row> eachRow) {
    stopIfCancelled(what);
    listener.on(new SyncEvent.FetchStarted(what));
    Source source = what instanceof Fetch.Everything ? Source.LIST : Source.LIVE;
    Fetched fetched =
        upstream.fetch(what, new Tap(what, eachRow, staging.sink(what.type(), source)));
    requests.addAndGet(fetched.requests());
    bytes.addAndGet(fetched.bytes());
    listener.on(new SyncEvent.FetchEnded(what, fetched));
    tellUnknownFields(what.type(), fetched.unknownFields());
    return fetched;
  }

  private void tellUnknownFields(EntityType type, Set<String> names) {
    Set<String> told = unknownFields.computeIfAbsent(type, key -> new HashSet<>());
    Set<String> fresh = new HashSet<>(names);
    fresh.removeAll(told);
    if (told.addAll(fresh)) {
      listener.on(new SyncEvent.UnknownFields(type, fresh));
    }
  }

  private static void stopIfCancelled(Fetch what) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException(
          "sync: stopped while fetching " + what.type() + "; nothing was changed");
    }
  }

  private final class Tap implements RowSink {

    private final Fetch what;
    private final Consumer<Row> eachRow;
    private final RowSink next;
    private final AtomicLong rows = new AtomicLong();

    Tap(Fetch what, Consumer<Row> eachRow, RowSink next) {
      this.what = what;
      this.eachRow = eachRow;
      this.next = next;
    }

    @Override
    public void row(Row row) {
      eachRow.accept(row);
      next.row(row);
      count();
    }

    @Override
    public void undecodable(Undecodable row) {
      next.undecodable(row);
      count();
    }

    private void count() {
      if (rows.incrementAndGet() % ROWS_PER_EVENT == 0) {
        stopIfCancelled(what);
        listener.on(new SyncEvent.RowsStaged(what.type(), rows.get()));
      }
    }
  }
}
