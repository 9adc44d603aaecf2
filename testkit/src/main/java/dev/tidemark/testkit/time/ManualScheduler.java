package dev.tidemark.testkit.time;

import dev.tidemark.core.time.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is due when a test advances the time, on the thread of the test, in the order of time
 * and then of scheduling. What a task schedules runs in the same advance if it is due in it. Many
 * threads may schedule; one at a time advances.
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
  public synchronized Pending after(Duration delay, Runnable task) {
    Task pending = new Task(elapsed.plus(delay), scheduled++, task);
    waiting.add(pending);
    return () -> cancel(pending);
  }

  private synchronized void cancel(Task pending) {
    waiting.remove(pending);
  }

  /**
   * Moves the clock on and runs what becomes due; the clock shows each task its own time. What a
   * task throws ends the advance; the rest stays scheduled.
   */
  public void advance(Duration by) {
    Duration end = end(by);
    for (Task next = due(end); next != null; next = due(end)) {
      next.work().run();
    }
  }

  private synchronized Duration end(Duration by) {
    return elapsed.plus(by);
  }

  /** The next task that is due until then, at its time; null, and the end, if there is none. */
  private synchronized @Nullable Task due(Duration end) {
    Task next = waiting.peek();
    boolean isDue = next != null && next.due().compareTo(end) <= 0;
    passUntil(isDue ? next.due() : end);
    return isDue ? waiting.remove() : null;
  }

  /** However the clock is set meanwhile, it goes on as fast as the time. */
  private void passUntil(Duration due) {
    if (due.compareTo(elapsed) > 0) {
      clock.advance(due.minus(elapsed));
      elapsed = due;
    }
  }

  /** How many tasks wait for their time. */
  public synchronized int waiting() {
    return waiting.size();
  }

  private record Task(Duration due, long number, Runnable work) {}
}
