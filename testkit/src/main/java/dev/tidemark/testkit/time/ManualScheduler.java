package dev.tidemark.testkit.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/**
 * Runs what is due when a test advances the time, on the thread of the test, in the order of time
 * and then of scheduling. What a task schedules runs in the same advance if it is due in it. Not
 * safe for use by many threads.
 */
public final class ManualScheduler implements Executor {

  private final PriorityQueue<Task> waiting =
      new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::number));
  private final ManualClock clock;
  private long scheduled;

  public ManualScheduler(ManualClock clock) {
    this.clock = clock;
  }

  /** Runs the task in the next {@link #advance}, even in one of zero. */
  @Override
  public void execute(Runnable task) {
    schedule(task, Duration.ZERO);
  }

  /** Runs the task when this much time has passed. */
  public void schedule(Runnable task, Duration after) {
    waiting.add(new Task(clock.instant().plus(after), scheduled++, task));
  }

  /**
   * Moves the clock on and runs what becomes due; the clock shows each task its own time. What a
   * task throws ends the advance; the rest stays scheduled.
   */
  public void advance(Duration by) {
    Instant end = clock.instant().plus(by);
    while (!waiting.isEmpty() && !waiting.peek().due().isAfter(end)) {
      Task next = waiting.remove();
      if (next.due().isAfter(clock.instant())) {
        clock.set(next.due());
      }
      next.work().run();
    }
    clock.set(end);
  }

  /** How many tasks wait for their time. */
  public int waiting() {
    return waiting.size();
  }

  private record Task(Instant due, long number, Runnable work) {}
}
