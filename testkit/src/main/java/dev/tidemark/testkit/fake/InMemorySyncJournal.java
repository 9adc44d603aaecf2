package dev.tidemark.testkit.fake;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Run.Ended;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A journal in memory. Safe for use by many threads. */
public final class InMemorySyncJournal implements SyncJournal {

  private final TreeMap<Long, Run> runs = new TreeMap<>();
  private final TreeMap<Long, Long> terms = new TreeMap<>();
  private final TreeMap<Long, Run> running = new TreeMap<>();

  @Override
  public synchronized long begin(Mode mode, Instant at, OptionalLong term) {
    long current = requireCurrent("begin a cycle", term);
    long cycle = runs.isEmpty() ? 1 : runs.lastKey() + 1;
    Run run = new Run(cycle, mode, at, Optional.empty());
    runs.put(cycle, run);
    terms.put(cycle, current);
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
  public synchronized int reap(Instant at, OptionalLong term) {
    requireCurrent("reap dead cycles", term);
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

  /**
   * @throws FencedException if this cycle is of a term that is over
   */
  synchronized void requireCurrent(long cycle) {
    requireCurrent("apply cycle " + cycle, OptionalLong.of(terms.getOrDefault(cycle, 0L)));
  }

  private long requireCurrent(String attempted, OptionalLong term) {
    long last = terms.isEmpty() ? 0 : terms.lastEntry().getValue();
    if (term.orElse(last) < last) {
      throw new FencedException(
          "%s in term %d: another process leads, in term %d"
              .formatted(attempted, term.orElse(last), last));
    }
    return term.orElse(last);
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
