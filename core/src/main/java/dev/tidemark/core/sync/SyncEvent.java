package dev.tidemark.core.sync;

import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Mode;
import java.time.Instant;
import java.util.Set;

/** What a cycle tells while it runs. */
public sealed interface SyncEvent extends Event {

  record CycleStarted(long cycle, Mode mode, Instant at) implements SyncEvent {}

  record FetchStarted(Fetch what) implements SyncEvent {}

  /** Told every thousand rows. */
  record RowsStaged(EntityType type, long rows) implements SyncEvent {}

  record FetchEnded(Fetch what, Fetched fetched) implements SyncEvent {}

  /** Upstream sends fields that the schema lacks; told once a cycle and type. They are kept. */
  record UnknownFields(EntityType type, Set<String> names) implements SyncEvent {
    public UnknownFields {
      names = Set.copyOf(names);
    }
  }

  /** Rows came with versions that cannot be true yet; they are stored but move no cursor. */
  record FutureVersions(EntityType type, long rows, Instant newest) implements SyncEvent {}

  /**
   * Parents that are still missing when requests or time for them ran out; no more are counted than
   * one cycle could have asked for.
   */
  record ParentsGivenUp(EntityType type, int keys) implements SyncEvent {}

  record ApplyStarted(long cycle) implements SyncEvent {}

  record CycleSucceeded(SyncReport report) implements SyncEvent {}

  /**
   * @param failure a {@link TidemarkException}, or a bug
   */
  record CycleFailed(long cycle, Mode mode, Throwable failure, Instant at) implements SyncEvent {}
}
