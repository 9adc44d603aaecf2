package dev.tidemark.core.mirror;

import dev.tidemark.core.RowsRejectedException;
import dev.tidemark.core.mirror.spi.MirrorTable;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Fills a table that was made, in key order, a batch in each transaction together with how far it
 * came, so that it goes on there. What changes meanwhile is in the feed behind the mirror's place.
 */
final class Copying {

  private static final Duration AIM = Duration.ofSeconds(1);
  private static final int FIRST = 10_000;
  private static final int LEAST = 100;
  private static final int MOST = 200_000;

  /** Rows of a batch that is not taken as a whole, to be tried together. */
  private static final int TOGETHER = 500;

  private final Work work;
  private final LatestState latest;
  private final Pace pace = new Pace(FIRST, LEAST, MOST, AIM);

  Copying(Work work) {
    this.work = work;
    this.latest = new LatestState(work);
  }

  /** One batch: its last key, and whether it was the last one. */
  private record Batch(long rows, Optional<RowKey> last, boolean isEnd) {}

  /** Fills the table to its end, and trusts it then; gives the rows that it copied. */
  long copy(EntityType type) {
    work.tell(new MirrorEvent.CopyStarted(work.mirror(), type, work.reader().extent(type).rows()));
    long rows = 0;
    boolean isEnd = false;
    while (!isEnd) {
      work.goOn();
      Batch batch = timed(type);
      rows += batch.rows();
      isEnd = batch.isEnd();
      work.tell(new MirrorEvent.RowsCopied(work.mirror(), type, rows));
    }
    work.tell(new MirrorEvent.CopyEnded(work.mirror(), type, rows));
    return rows;
  }

  private Batch timed(EntityType type) {
    Clock clock = work.ambient().clock();
    Instant start = clock.instant();
    Batch batch = batch(type);
    pace.took(batch.rows(), Duration.between(start, clock.instant()));
    return batch;
  }

  private Batch batch(EntityType type) {
    try {
      return work.write(transaction -> load(transaction, type));
    } catch (RowsRejectedException notAsAWhole) {
      return work.write(transaction -> bisect(transaction, type));
    }
  }

  private Batch load(MirrorTransaction transaction, EntityType type) {
    MirrorTable table = transaction.table(type);
    KeyRange range = ahead(table);
    Batch batch =
        work.reader()
            .read(
                type,
                range,
                rows -> {
                  Some some = new Some(rows, pace.rows());
                  long loaded = table.load(range, some);
                  return new Batch(loaded, some.last(), !rows.hasNext());
                });
    note(table, batch);
    return batch;
  }

  private Batch bisect(MirrorTransaction transaction, EntityType type) {
    MirrorTable table = transaction.table(type);
    Batch batch =
        work.reader()
            .read(
                type,
                ahead(table),
                rows -> {
                  Some some = new Some(rows, pace.rows());
                  long taken = upsert(transaction, type, some);
                  return new Batch(taken, some.last(), !rows.hasNext());
                });
    note(table, batch);
    return batch;
  }

  private long upsert(MirrorTransaction transaction, EntityType type, Iterator<Row> rows) {
    long taken = 0;
    while (rows.hasNext()) {
      List<Row> together = new ArrayList<>();
      while (rows.hasNext() && together.size() < TOGETHER) {
        together.add(rows.next());
      }
      taken += latest.upsert(transaction, type, together);
    }
    return taken;
  }

  private static KeyRange ahead(MirrorTable table) {
    return new KeyRange(table.state().copiedTo(), Optional.empty());
  }

  private static void note(MirrorTable table, Batch batch) {
    table.mark(
        batch.isEnd() || batch.last().isEmpty()
            ? TableState.of(Trust.TRUSTED)
            : TableState.copiedTo(batch.last().get()));
  }
}
