package dev.tidemark.app.progress;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SyncEvent;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.TreeSet;

/** Says what a cycle came across and a person should know. */
public final class Warnings implements Listener {

  private final PrintWriter err;
  private final String accept;

  /**
   * @param accept the command that believes the upstream whatever it has lost
   */
  public Warnings(PrintWriter err, String accept) {
    this.err = err;
    this.accept = accept;
  }

  @Override
  public void on(Event event) {
    ofRows(event).or(() -> ofFailures(event)).ifPresent(this::print);
  }

  private Optional<String> ofRows(Event event) {
    if (event instanceof SyncEvent.UnknownFields unknown) {
      return Optional.of(
          "%s has fields that the schema lacks, kept in _extra: %s"
              .formatted(unknown.type(), String.join(", ", new TreeSet<>(unknown.names()))));
    }
    if (event instanceof SyncEvent.FutureVersions future) {
      return Optional.of(
          "%s: %s with a version that cannot be true yet, up to %s; stored, but followed no further"
              .formatted(
                  future.type(), Amounts.count(future.rows(), "row", "rows"), future.newest()));
    }
    if (event instanceof SyncEvent.ParentsGivenUp givenUp) {
      return Optional.of(
          "%s of type %s could not be fetched; rows that need them wait"
              .formatted(Amounts.count(givenUp.keys(), "parent", "parents"), givenUp.type()));
    }
    return event instanceof SyncEvent.SweepRefused refused
        ? Optional.of(of(refused))
        : Optional.empty();
  }

  private static Optional<String> ofFailures(Event event) {
    if (event instanceof SyncEvent.FellBack fellBack) {
      return Optional.of(
          "%s: the whole list is read, because what changed could not be: %s"
              .formatted(fellBack.type(), reason(fellBack.failure())));
    }
    if (event instanceof SyncEvent.WindowLeftOut leftOut) {
      return Optional.of(
          "%s: what changed behind its list is read next time, because now it could not be: %s"
              .formatted(leftOut.type(), reason(leftOut.failure())));
    }
    if (event instanceof SyncEvent.KeysLeftOut leftOut) {
      return Optional.of(
          "%s: rows that should have been asked for by key could not be, and are next time: %s"
              .formatted(leftOut.type(), reason(leftOut.failure())));
    }
    return event instanceof SyncEvent.MemoryHigh high ? Optional.of(of(high)) : Optional.empty();
  }

  /** Rows that cannot be asked for are not accepted as gone by anybody. */
  private String of(SyncEvent.SweepRefused refused) {
    return "%s: %s of %s not in the list, none is marked as vanished: %s%s"
        .formatted(
            refused.type(),
            Amounts.count(refused.missing(), "row", "rows"),
            Amounts.count(refused.live()),
            refused.why(),
            refused.type().key().size() > 1 ? "" : "; to accept it: " + accept);
  }

  private static String of(SyncEvent.MemoryHigh high) {
    return "the cycle had up to %s of heap in use%s"
        .formatted(
            Amounts.bytes(high.peakHeap()),
            high.peakResident() == 0
                ? ""
                : ", the process up to " + Amounts.bytes(high.peakResident()) + " of memory");
  }

  private static String reason(TidemarkException failure) {
    return OneLine.of(String.valueOf(failure.getMessage()));
  }

  private void print(String warning) {
    err.println("warning: " + warning);
    err.flush();
  }
}
