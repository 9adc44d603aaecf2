package dev.tidemark.app.progress;

import dev.tidemark.app.text.Amounts;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * Draws a bar for a list whose length nobody knows beforehand: {@code net list 34,000 rows
 * [---###----] 12,300 rows/s}.
 */
final class BarRenderer implements ProgressBarRenderer {

  private static final int TRACK = 20;
  private static final int BLOCK = 3;
  private static final int MILLIS_PER_STEP = 200;

  @Override
  public String render(ProgressState state, int width) {
    return render(state.getTaskName(), state.getCurrent(), state.getElapsedAfterStart(), width);
  }

  static String render(String task, long rows, Duration elapsed, int width) {
    String line =
        "%s %11s rows [%s] %s rows/s"
            .formatted(
                task, Amounts.count(rows), track(elapsed), Amounts.count(speed(rows, elapsed)));
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
