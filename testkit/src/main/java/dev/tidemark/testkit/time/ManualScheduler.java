package dev.tidemark.testkit.time;

import dev.tidemark.core.time.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/**
 * Runs what is due when a test advances the time, on the thread of the test, in the order of time
 * and then of scheduling. What a task schedules runs in the same advance if it is due in it. Not
 * safe for use by many threads.
 */
public final class ManualScheduler implements Executor, Scheduler {

  private final PriorityQueue<Task> waiting =
      new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::number));
  private final ManualClock clock;
  private Duration elapsed = Duration.ZERO;
  private long scheduled;

  public ManualScheduler(ManualClock clock) {
    this.clock = clock;
  }

  /** Runs the task in the next {@link #advance}, even in one of zero. */
  @Override
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  /** Runs the task when {@link #advance} has let this much time pass. */
  @Override
  public Pending after(Duration delay, Runnable task) {
    Task pending = new Task(elapsed.plus(delay), scheduled++, task);
    waiting.add(pending);
    return () -> waiting.remove(pending);
  }

  /**
   * Moves the clock on and runs what becomes due; the clock shows each task its own time. What a
   * task throws ends the advance; the rest stays scheduled.
   */
  public void advance(Duration by) {
    Duration end = elapsed.plus(by);
    while (!waiting.isEmpty() && waiting.peek().due().compareTo(end) <= 0) {
      Task next = waiting.remove();
      passUntil(next.due());
      next.work().run();
    }
    passUntil(end);
  }

  /** However the clock is set meanwhile, it goes on as fast as the time. */
  private void passUntil(Duration due) {
    if (due.compareTo(elapsed) > 0) {
      clock.advance(due.minus(elapsed));
      elapsed = due;
    }
  }

  /** How many tasks wait for their time. */
  public int waiting() {
    return waiting.size();
  }

  private record Task(Duration due, long number, Runnable work) {}
}
