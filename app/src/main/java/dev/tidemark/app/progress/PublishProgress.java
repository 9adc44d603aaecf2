package dev.tidemark.app.progress;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.SnapshotEvent;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;

/**
 * One line for each snapshot that was built and each push that ended; on a terminal, until then one
 * bar for all that is under way. Safe for use by many threads, which share the bar.
 */
public final class PublishProgress implements Listener, AutoCloseable {

  private final MovingBar bar;
  private final boolean terminal;

  /** The pushes that are under way, by snapshot and target. */
  private final Map<String, Push> pushes = new HashMap<>();

  private record Push(long bytes, long size) {}

  /**
   * @param terminal whether a person watches, so that a bar may move there
   */
  public PublishProgress(PrintWriter err, boolean terminal) {
    this.bar = new MovingBar(err);
    this.terminal = terminal;
  }

  @Override
  public synchronized void on(Event event) {
    if (event instanceof SnapshotEvent.PushBegan began) {
      pushes.put(key(began, began.target()), new Push(0, began.size()));
      draw();
    } else if (event instanceof SnapshotEvent.PushGoesOn goesOn) {
      pushes.computeIfPresent(
          key(goesOn, goesOn.target()), (key, push) -> new Push(goesOn.bytes(), push.size()));
      bar.stepTo(sent());
    } else if (event instanceof SnapshotEvent.PushEnded ended) {
      end(ended, ended.target());
    } else if (event instanceof SnapshotEvent.PushFailed failed) {
      end(failed, failed.target());
    } else if (event instanceof SnapshotEvent other) {
      tell(other);
    }
  }

  private void end(SnapshotEvent event, String target) {
    pushes.remove(key(event, target));
    tell(event);
  }

  private void tell(SnapshotEvent event) {
    PublishLine.of(event).ifPresent(bar::print);
    draw();
  }

  /** Begun anew whenever there are others. */
  private void draw() {
    bar.close();
    if (terminal && !pushes.isEmpty()) {
      long all = pushes.values().stream().mapToLong(Push::size).sum();
      bar.start(
          "push to " + Amounts.count(pushes.size(), "target", "targets"), all, new BytesRenderer());
      bar.stepTo(sent());
    }
  }

  private long sent() {
    return pushes.values().stream().mapToLong(Push::bytes).sum();
  }

  private static String key(SnapshotEvent event, String target) {
    return event.snapshot() + " " + target;
  }

  /** Wipes a bar that a failure left behind. */
  @Override
  public synchronized void close() {
    bar.close();
  }
}
