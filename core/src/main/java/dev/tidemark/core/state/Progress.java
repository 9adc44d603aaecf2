package dev.tidemark.core.state;

import dev.tidemark.core.state.spi.LastFlush;
import java.util.Optional;

/**
 * How the flushes of a weak tier went.
 *
 * @param last the last one that was written
 * @param failures how many failed in a row since
 */
record Progress(LastFlush last, int failures, Optional<String> lastError) {

  static Progress since(LastFlush last) {
    return new Progress(last, 0, Optional.empty());
  }

  Progress written(FlushReport report) {
    return new Progress(new LastFlush(report.number(), report.at()), failures, lastError);
  }

  Progress recovered() {
    return since(last);
  }

  Progress failed(String error) {
    return new Progress(last, failures + 1, Optional.of(error));
  }
}
