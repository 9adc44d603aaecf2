package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Source;
import java.time.Instant;
import java.util.List;

/** A row without its parents, and since when. */
record Parked(Row row, List<String> missing, Instant since) {

  /** As it takes part in a later cycle: by then it may be old, wherever it came from. */
  StagedRow again() {
    return new StagedRow(row, Source.LIST);
  }
}
