package dev.tidemark.app.progress;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import java.time.Duration;

/** One fetch on one line: {@code net list 34,235 rows 12.1 MB 3.2 s}. */
final class FetchLine {

  private FetchLine() {}

  static String of(Fetch what, Fetched fetched, Duration took) {
    return "%-13s %-8s %11s %-4s %9s %9s"
        .formatted(
            what.type().name(),
            kind(what),
            Amounts.count(fetched.rows()),
            fetched.rows() == 1 ? "row" : "rows",
            Amounts.bytes(fetched.bytes()),
            Amounts.time(took));
  }

  /** What is asked for, in one word. */
  static String kind(Fetch what) {
    if (what instanceof Fetch.Everything) {
      return "list";
    }
    return what instanceof Fetch.Since ? "changes" : "by key";
  }
}
