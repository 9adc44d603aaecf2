package dev.tidemark.app.progress;

import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarRenderer;
import org.jspecify.annotations.Nullable;

/** One bar on the last line of a terminal, or none. Not safe for use by many threads. */
final class MovingBar implements AutoCloseable {

  /** For a list whose length nobody knows beforehand. */
  static final long UNKNOWN = -1;

  private static final int WIDTH = 78;
  private static final int REDRAW_MILLIS = 200;

  private final PrintWriter err;
  private @Nullable ProgressBar bar;

  MovingBar(PrintWriter err) {
    this.err = err;
  }

  /** Begins a bar in place of the one before. */
  void start(String task, long rows) {
    start(task, rows, new BarRenderer());
  }

  /** Begins a bar of something else than rows. */
  void start(String task, long steps, ProgressBarRenderer renderer) {
    close();
    bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .setRenderer(renderer)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
            .build();
  }

  void stepTo(long steps) {
    if (bar != null) {
      bar.stepTo(steps);
    }
  }

  /** A line that stays, above the bar or in its place. */
  void print(String line) {
    close();
    err.println(line);
    err.flush();
  }

  /** Wipes the bar, if there is one. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
      draw(" ".repeat(WIDTH));
      draw("");
    }
  }

  private void draw(String text) {
    err.print("\r" + text);
    err.flush();
  }
}
