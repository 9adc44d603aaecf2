package dev.tidemark.testkit.fake;

import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Run.Ended;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A journal in memory. Safe for use by many threads. */
public final class InMemorySyncJournal implements SyncJournal {

  private final TreeMap<Long, Run> runs = new TreeMap<>();
  private final TreeMap<Long, Run> running = new TreeMap<>();

  @Override
  public synchronized long begin(Mode mode, Instant at) {
    long cycle = runs.isEmpty() ? 1 : runs.lastKey() + 1;
    Run run = new Run(cycle, mode, at, Optional.empty());
    runs.put(cycle, run);
    running.put(cycle, run);
    return cycle;
  }

  @Override
  public synchronized void end(long cycle, Ended ended) {
    Run run = running.remove(cycle);
    if (run == null) {
      throw new IllegalStateException("end cycle " + cycle + ": no such cycle is running");
    }
    runs.put(cycle, ended(run, ended));
  }

  @Override
  public synchronized int reap(Instant at) {
    Ended died = new Ended(at, new Run.Failed("DIED", "the process ended before the cycle did"));
    List<Run> dead = List.copyOf(running.values());
    dead.forEach(run -> end(run.cycle(), died));
    return dead.size();
  }

  @Override
  public synchronized List<Run> last(int atMost) {
    return newestFirst().limit(atMost).toList();
  }

  @Override
  public synchronized Optional<Run> lastSuccess() {
    return newestFirst().filter(InMemorySyncJournal::isSuccess).findFirst();
  }

  @Override
  public synchronized Optional<Run> lastFullSuccess() {
    return newestFirst().filter(run -> run.mode() == Mode.FULL && isSuccess(run)).findFirst();
  }

  private Stream<Run> newestFirst() {
    return runs.descendingMap().values().stream();
  }

  private static boolean isSuccess(Run run) {
    return run.ended().filter(end -> end.outcome() instanceof Run.Succeeded).isPresent();
  }

  private static Run ended(Run run, Ended ended) {
    return new Run(run.cycle(), run.mode(), run.startedAt(), Optional.of(ended));
  }
}
