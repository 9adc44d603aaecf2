package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Source;
import java.time.Instant;
import java.util.Optional;

/** A row and where it comes from, which decides what it may replace. */
record StagedRow(Row row, Source source) {

  Optional<Instant> version() {
    return versionOf(row);
  }

  /** Whether it wins over another row of the same key that was staged before it. */
  boolean winsOver(StagedRow earlier) {
    if (source != earlier.source) {
      return source == Source.LIVE;
    }
    return version().isEmpty() || !version().get().isBefore(earlier.version().orElseThrow());
  }

  /** Whether it is only a list's older news of a row that is here already. */
  boolean isStaleAgainst(Row present, Instant horizon) {
    return source == Source.LIST
        && versionOf(present)
            .filter(version -> !version.isAfter(horizon))
            .filter(version -> version.isAfter(version().orElseThrow()))
            .isPresent();
  }

  static Optional<Instant> versionOf(Row row) {
    return row.type().version().map(field -> (Instant) row.value(field));
  }
}
