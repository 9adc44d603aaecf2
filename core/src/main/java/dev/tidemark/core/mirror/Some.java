package dev.tidemark.core.mirror;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The first so many of some rows; remembers the last one that was taken. For one thread. */
final class Some implements Iterator<Row> {

  private final AtomicReference<@Nullable Row> last = new AtomicReference<>();
  private final AtomicInteger left;
  private final Iterator<Row> rows;

  Some(Iterator<Row> rows, int atMost) {
    this.rows = rows;
    this.left = new AtomicInteger(atMost);
  }

  @Override
  public boolean hasNext() {
    return left.get() > 0 && rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row row = rows.next();
    left.decrementAndGet();
    last.set(row);
    return row;
  }

  /** The key of the last row that was taken. */
  Optional<RowKey> last() {
    return Optional.ofNullable(last.get()).map(Row::key);
  }
}
