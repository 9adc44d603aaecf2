package dev.tidemark.core.mirror.spi;

import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.Iterator;
import java.util.List;

/** One table of a mirror within a transaction. */
public interface MirrorTable {

  /**
   * Makes these rows be there as they are; keys are unique among them.
   *
   * @throws dev.tidemark.core.RowsRejectedException if the database does not take one of them; the
   *     transaction is as it was before this call and can go on
   */
  void upsert(List<Row> rows);

  /**
   * The same for many rows at once, in key order, as fast as the database can. They are taken as
   * they come, so that memory does not grow with them.
   *
   * @param range holds all of the rows; what else is in it stays
   * @return how many there were
   * @throws dev.tidemark.core.RowsRejectedException as above
   */
  long load(KeyRange range, Iterator<Row> rows);

  /**
   * Makes no row of these keys be there.
   *
   * @return how many there were
   * @throws dev.tidemark.core.RowsRejectedException if the database does not let go of one of them,
   *     as when a table of somebody else refers to it; the transaction can go on as above
   */
  int delete(List<RowKey> keys);

  TableState state();

  /** Notes how far the table can be trusted, with the rest of the transaction. */
  void mark(TableState state);
}
