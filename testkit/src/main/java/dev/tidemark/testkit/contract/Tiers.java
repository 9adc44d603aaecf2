package dev.tidemark.testkit.contract;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.Flushed;
import dev.tidemark.core.state.spi.LastFlush;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.WeakStore;
import java.util.ArrayList;
import java.util.List;

/** A weak store and the strong one that its repair reads. */
public interface Tiers extends AutoCloseable {

  StrongStore strong();

  WeakStore weak();

  /** The rows of a weak type in the order of a scan. */
  default List<Row> rows(EntityType type) {
    List<Row> rows = new ArrayList<>();
    weak().scan(type, rows::add);
    return rows;
  }

  /** Flushes these steps, at that many seconds after the sample's start. */
  default Flushed flush(long number, FlushStep... steps) {
    return weak().flush(new LastFlush(number, StateSample.at(number)), List.of(steps));
  }

  /**
   * Closes both stores and opens the same data again, as after a restart; what never leaves memory
   * returns itself.
   */
  Tiers reopen();

  /** Idempotent. */
  @Override
  void close();
}
