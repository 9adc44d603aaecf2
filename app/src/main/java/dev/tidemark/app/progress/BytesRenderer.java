package dev.tidemark.app.progress;

import dev.tidemark.app.text.Amounts;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** Draws a bar for bytes: {@code push to 2 targets 12.1 MB of 94.4 MB [###---] 31.0 MB/s}. */
final class BytesRenderer implements ProgressBarRenderer {

  @Override
  public String render(ProgressState state, int width) {
    return render(
        state.getTaskName(),
        state.getCurrent(),
        state.getMax(),
        state.getElapsedAfterStart(),
        width);
  }

  static String render(String task, long bytes, long of, Duration elapsed, int width) {
    return BarRenderer.padded(
        "%s %9s of %s [%s] %s/s"
            .formatted(
                task,
                Amounts.bytes(bytes),
                Amounts.bytes(of),
                BarRenderer.track(bytes, of),
                Amounts.bytes(bytes * 1_000 / Math.max(1, elapsed.toMillis()))),
        width);
  }
}
