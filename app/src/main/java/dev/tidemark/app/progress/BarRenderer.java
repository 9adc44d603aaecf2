package dev.tidemark.app.progress;

import dev.tidemark.app.text.Amounts;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * Draws a bar for a list whose length nobody knows beforehand: {@code net list 34,000 rows
 * [---###----] 12,300 rows/s}; and for one whose length is known: {@code net copy 17,000 of 34,000
 * rows [#####-----] 12,300 rows/s}.
 */
final class BarRenderer implements ProgressBarRenderer {

  private static final int TRACK = 20;
  private static final int BLOCK = 3;
  private static final int MILLIS_PER_STEP = 200;

  @Override
  public String render(ProgressState state, int width) {
    return state.isIndefinite()
        ? render(state.getTaskName(), state.getCurrent(), state.getElapsedAfterStart(), width)
        : render(
            state.getTaskName(),
            state.getCurrent(),
            state.getMax(),
            state.getElapsedAfterStart(),
            width);
  }

  static String render(String task, long rows, long of, Duration elapsed, int width) {
    return padded(
        "%s %11s of %s rows [%s] %s rows/s"
            .formatted(
                task,
                Amounts.count(rows),
                Amounts.count(of),
                track(rows, of),
                Amounts.count(speed(rows, elapsed))),
        width);
  }

  /** There may be more than there were at the beginning. */
  static String track(long steps, long of) {
    int done = of == 0 ? TRACK : (int) Math.min(TRACK, steps * TRACK / of);
    return "#".repeat(done) + "-".repeat(TRACK - done);
  }

  static String render(String task, long rows, Duration elapsed, int width) {
    return padded(
        "%s %11s rows [%s] %s rows/s"
            .formatted(
                task, Amounts.count(rows), track(elapsed), Amounts.count(speed(rows, elapsed))),
        width);
  }

  static String padded(String line, int width) {
    return line.length() < width ? line + " ".repeat(width - line.length()) : line;
  }

  /** The block goes to and fro. */
  private static String track(Duration elapsed) {
    int way = TRACK - BLOCK;
    int step = (int) (elapsed.toMillis() / MILLIS_PER_STEP % (2 * way));
    int at = step <= way ? step : 2 * way - step;
    return "-".repeat(at) + "#".repeat(BLOCK) + "-".repeat(way - at);
  }

  private static long speed(long rows, Duration elapsed) {
    return rows * 1_000 / Math.max(1, elapsed.toMillis());
  }
}
