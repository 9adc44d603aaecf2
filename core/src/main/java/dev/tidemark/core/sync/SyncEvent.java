package dev.tidemark.core.sync;

import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Progress;
import java.time.Instant;
import java.util.Set;

/** What cycles and their schedule tell while they run. */
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
   * Parents that are still missing when requests or time for them ran out, or could not be asked
   * for; no more are counted than one cycle could have asked for.
   */
  record ParentsGivenUp(EntityType type, int keys) implements SyncEvent {}

  /** A full cycle runs though an incremental one was asked for. */
  record FullForced(long cycle, Reason reason) implements SyncEvent {

    public enum Reason {
      /** The replica has no cursor yet. */
      FRESH,
      /** The last full cycle that succeeded is too long ago. */
      OVERDUE,
      /** The upstream is seen with other eyes than before. */
      IDENTITY
    }
  }

  /** A step that an earlier cycle did is not done again. */
  record Resumed(EntityType type, Progress progress) implements SyncEvent {}

  /** What changed could not be read, so the whole list of the type is. */
  record FellBack(EntityType type, TidemarkException failure) implements SyncEvent {}

  /** After a fall back, what changed behind the list could not be read either; the cursor stays. */
  record WindowLeftOut(EntityType type, TidemarkException failure) implements SyncEvent {}

  /**
   * Rows that upstream's list lacked were asked for.
   *
   * @param missing rows that were stored and not sent
   * @param asked how many of them were asked for; the others wait for the next full cycle
   * @param vanished how many the upstream does not know
   */
  record Swept(EntityType type, long missing, long asked, long vanished) implements SyncEvent {}

  /**
   * Rows could not be asked for by key; the cycle goes on without them, and a later one asks again
   * for missing parents, or for rows that may be gone.
   */
  record KeysLeftOut(EntityType type, TidemarkException failure) implements SyncEvent {}

  /** So many rows of a type are gone that none is believed to be; nothing of it is marked. */
  record SweepRefused(EntityType type, long missing, long live, String why) implements SyncEvent {}

  /** With atomicity by type: this type and those that need it are left as they were. */
  record TypeFailed(EntityType type, TidemarkException failure) implements SyncEvent {}

  /** The memory that a cycle took is above its warning. In bytes; resident 0 if unknown. */
  record MemoryHigh(long peakHeap, long peakResident) implements SyncEvent {}

  /** The cycle that would run next, and when; told when it changes. */
  record CycleScheduled(Instant at, Mode mode) implements SyncEvent {}

  /**
   * A cycle failed in passing and is tried again.
   *
   * @param attempt 2 for the second
   */
  record RetryScheduled(int attempt, Instant at) implements SyncEvent {}

  /** A trigger came to nothing because a cycle ran. */
  record TriggerDropped(Mode mode) implements SyncEvent {}

  /**
   * A cycle could not begin, as when the journal cannot be written; nothing was asked or changed.
   *
   * @param mode what was asked for
   */
  record CycleNotBegun(Mode mode, Throwable failure) implements SyncEvent {}

  /**
   * The schedule itself could not go on, as when the journal cannot be read; it tries again within
   * a minute.
   */
  record ScheduleFaltered(Throwable failure) implements SyncEvent {}

  record LeadershipChanged(boolean leader) implements SyncEvent {}

  record ApplyStarted(long cycle) implements SyncEvent {}

  /** What the cycle did is in the replica; all of it, unless the report has failures. */
  record CycleSucceeded(SyncReport report) implements SyncEvent {}

  /**
   * @param failure a {@link TidemarkException}, or a bug
   */
  record CycleFailed(long cycle, Mode mode, Throwable failure, Instant at) implements SyncEvent {}
}
