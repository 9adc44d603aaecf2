package dev.tidemark.core.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The newest version among rows of one type. A version beyond the horizon cannot be true: it would
 * send the cursor to where nothing is ever new, so it is told and does not count.
 */
final class Newest implements Seen {

  private final EntityType type;
  private final int version;
  private final Instant horizon;
  private final AtomicReference<Instant> newest = new AtomicReference<>(Instant.MIN);
  private final AtomicReference<Instant> future = new AtomicReference<>(Instant.MIN);
  private final AtomicLong futureRows = new AtomicLong();

  Newest(EntityType type, Instant horizon) {
    this.type = type;
    this.version = type.version().map(type::indexOf).orElse(-1);
    this.horizon = horizon;
  }

  @Override
  public void row(Row row) {
    if (version < 0 || !(row.value(version) instanceof Instant at)) {
      return;
    }
    if (at.isAfter(horizon)) {
      futureRows.incrementAndGet();
      advance(future, at);
    } else {
      advance(newest, at);
    }
  }

  private static void advance(AtomicReference<Instant> to, Instant at) {
    if (at.isAfter(to.get())) {
      to.set(at);
    }
  }

  Optional<Instant> version() {
    return Optional.of(newest.get()).filter(at -> !at.equals(Instant.MIN));
  }

  void tell(Listener listener) {
    if (futureRows.get() > 0) {
      listener.on(new SyncEvent.FutureVersions(type, futureRows.get(), future.get()));
    }
  }
}
