package dev.tidemark.core.sync;

import dev.tidemark.core.BadAnswerException;
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

/** Streams answers of the upstream into the staging area, and tells and counts on the way. */
final class Fetching {

  private static final int ROWS_PER_EVENT = 1_000;

  private final Upstream upstream;
  private final Manners manners;
  private final Staging staging;
  private final Watch watch;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final Map<EntityType, Set<String>> unknownFields = new HashMap<>();

  Fetching(Upstream upstream, Manners manners, Staging staging, Watch watch) {
    this.upstream = upstream;
    this.manners = manners;
    this.staging = staging;
    this.watch = watch;
  }

  /** Who looks on while rows stream in. */
  record Watch(MemoryWatch memory, SyncPolicy.Guards guards, Listener listener) {}

  int requests() {
    return requests.get();
  }

  long bytes() {
    return bytes.get();
  }

  /** Whether one more request is within the budget. */
  boolean mayAsk() {
    return manners.mayAsk();
  }

  /** Stages the answer; {@code seen} sees every row first. */
  Fetched fetch(Fetch what, Seen seen) {
    stopIfCancelled(what);
    watch.listener().on(new SyncEvent.FetchStarted(what));
    Source source = what instanceof Fetch.Everything ? Source.LIST : Source.LIVE;
    Tap tap = new Tap(what, seen, staging.sink(what.type(), source));
    Fetched fetched = manners.ask(what, () -> upstream.fetch(what, tap));
    requests.addAndGet(fetched.requests());
    bytes.addAndGet(fetched.bytes());
    watch.memory().sample();
    watch.listener().on(new SyncEvent.FetchEnded(what, fetched));
    tellUnknownFields(what.type(), fetched.unknownFields());
    tap.mustBeDecodable();
    return fetched;
  }

  private void tellUnknownFields(EntityType type, Set<String> names) {
    Set<String> told = unknownFields.computeIfAbsent(type, key -> new HashSet<>());
    Set<String> fresh = new HashSet<>(names);
    fresh.removeAll(told);
    if (told.addAll(fresh)) {
      watch.listener().on(new SyncEvent.UnknownFields(type, fresh));
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
    private final Seen seen;
    private final RowSink next;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong undecodable = new AtomicLong();

    Tap(Fetch what, Seen seen, RowSink next) {
      this.what = what;
      this.seen = seen;
      this.next = next;
    }

    @Override
    public void row(Row row) {
      seen.row(row);
      next.row(row);
      count();
    }

    @Override
    public void undecodable(Undecodable row) {
      seen.undecodable(row);
      next.undecodable(row);
      undecodable.incrementAndGet();
      count();
    }

    private void count() {
      if (rows.incrementAndGet() % ROWS_PER_EVENT == 0) {
        stopIfCancelled(what);
        watch.memory().sample();
        watch.listener().on(new SyncEvent.RowsStaged(what.type(), rows.get()));
      }
    }

    void mustBeDecodable() {
      if (!watch.guards().decodesEnough(undecodable.get(), rows.get())) {
        throw new BadAnswerException(
            "fetch %s: expected at most %.0f %% of rows that cannot be decoded, found %d of %d; check that the schema is the upstream's"
                .formatted(
                    what.type(),
                    watch.guards().undecodableShare() * 100,
                    undecodable.get(),
                    rows.get()),
            false);
      }
    }
  }
}
