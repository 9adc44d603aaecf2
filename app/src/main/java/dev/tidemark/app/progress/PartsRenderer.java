package dev.tidemark.app.progress;

import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** Draws a bar for work in parts: {@code changes in replica 3 of 12 parts [#####-----]}. */
final class PartsRenderer implements ProgressBarRenderer {

  @Override
  public String render(ProgressState state, int width) {
    return render(state.getTaskName(), state.getCurrent(), state.getMax(), width);
  }

  static String render(String task, long parts, long of, int width) {
    return BarRenderer.padded(
        "%s  %d of %d parts [%s]".formatted(task, parts, of, BarRenderer.track(parts, of)), width);
  }
}
