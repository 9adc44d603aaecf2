package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.StoredRow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows are inserted, updated and deleted in the version that the writer knows. */
public interface StrongWriteContract extends StrongStoreFixture {

  @Test
  default void store_empty_knowsNothing() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));

    assertThat(rows.find(StateSample.PLATFORM, RowKey.of("p"))).isEmpty();
    assertThat(rows.find(StateSample.ACCOUNT, RowKey.of("a", 1L))).isEmpty();
    assertThat(rows.rows(StateSample.PLATFORM)).isEmpty();
  }

  @Test
  default void insert_absent_isVersionOneOfItsTime() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row row = StateSample.platform("p", "one");
    Instant at = StateSample.at(1).plusNanos(123_999_999);

    assertThat(rows.insert(row, at)).isTrue();

    Instant kept = StateSample.at(1).plusMillis(123);
    assertThat(rows.find(row.type(), row.key())).contains(new StoredRow(row, 1, kept, kept));
  }

  @Test
  default void insert_keyThatIsThere_writesNothing() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row first = StateSample.platform("p", "one");
    rows.insert(first);

    assertThat(rows.insert(StateSample.platform("p", "two"))).isFalse();

    assertThat(rows.find(first.type(), first.key())).contains(stored(first, 1, 1));
  }

  /** The transaction goes on behind a write that was refused. */
  @Test
  default void insert_keyThatIsThere_leavesTheTransactionOfUse() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insertAll(
        List.of(
            StateSample.platform("p", "one"),
            StateSample.platform("p", "two"),
            StateSample.platform("q", "three")));

    assertThat(rows.rows(StateSample.PLATFORM))
        .containsExactly(StateSample.platform("p", "one"), StateSample.platform("q", "three"));
  }

  @Test
  default void update_expectedVersion_growsByOneAndKeepsTheTimeOfCreation() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insert(StateSample.platform("p", "one"));
    Row second = StateSample.platform("p", "two");
    Row third = StateSample.platform("p", "three");

    assertThat(rows.update(second, 1)).isTrue();
    assertThat(rows.find(second.type(), second.key())).contains(stored(second, 2, 2));

    Instant at = StateSample.at(3).plusNanos(4_999_999);
    assertThat(rows.update(third, 2, at)).isTrue();
    assertThat(rows.find(third.type(), third.key()))
        .contains(new StoredRow(third, 3, StateSample.at(1), StateSample.at(3).plusMillis(4)));
  }

  @Test
  default void update_sameValues_isAVersionToo() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row row = StateSample.platform("p", "one");
    rows.insert(row);

    assertThat(rows.update(row, 1)).isTrue();

    assertThat(rows.find(row.type(), row.key())).contains(stored(row, 2, 2));
  }

  @Test
  default void update_valuesToNullAndBack_areKept() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row with = StateSample.account("a", 1, "owner", "me");
    Row without = StateSample.account("a", 1);
    rows.insert(with);

    rows.update(without, 1);
    assertThat(rows.rows(StateSample.ACCOUNT)).containsExactly(without);
    rows.update(with, 2);
    assertThat(rows.rows(StateSample.ACCOUNT)).containsExactly(with);
  }

  @Test
  default void update_otherVersionOrAbsent_writesNothing() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row row = StateSample.platform("p", "one");
    rows.insert(row);

    assertThat(rows.update(StateSample.platform("p", "two"), 0)).isFalse();
    assertThat(rows.update(StateSample.platform("p", "two"), 2)).isFalse();
    assertThat(rows.update(StateSample.platform("q", "two"), 1)).isFalse();
    assertThat(rows.update(StateSample.platform("q", "two"), 0)).isFalse();

    assertThat(rows.rows(StateSample.PLATFORM)).containsExactly(row);
    assertThat(rows.find(row.type(), row.key())).contains(stored(row, 1, 1));
  }

  @Test
  default void delete_expectedVersion_removesTheRowAlone() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row gone = StateSample.account("a", 1);
    Row other = StateSample.account("a", 2);
    rows.insertAll(List.of(gone, other));

    assertThat(rows.delete(gone.type(), gone.key(), 1)).isTrue();

    assertThat(rows.rows(gone.type())).containsExactly(other);
    assertThat(rows.delete(gone.type(), gone.key(), 1)).as("once more").isFalse();
  }

  @Test
  default void delete_otherVersion_removesNothing() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row row = StateSample.platform("p", "one");
    rows.insert(row);

    assertThat(rows.delete(row.type(), row.key(), 2)).isFalse();
    assertThat(rows.delete(row.type(), row.key(), 0)).isFalse();

    assertThat(rows.rows(row.type())).containsExactly(row);
  }

  @Test
  default void insert_afterDelete_beginsAnew() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row row = StateSample.platform("p", "one");
    rows.insert(row);
    rows.update(row, 1);
    rows.delete(row.type(), row.key(), 2);

    assertThat(rows.insert(row)).isTrue();

    assertThat(rows.find(row.type(), row.key())).contains(stored(row, 1, 1));
  }

  @Test
  default void write_versionsAndTimes_surviveOpeningAgain() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row row = StateSample.platform("p", "two");
    rows.insert(StateSample.platform("p", "one"));
    rows.update(row, 1);

    StrongRows again = new StrongRows(reopen(rows.store()));

    assertThat(again.find(row.type(), row.key())).contains(stored(row, 2, 2));
    assertThat(again.update(row, 2)).isTrue();
  }

  private static StoredRow stored(Row row, long version, long updatedAt) {
    return new StoredRow(row, version, StateSample.at(1), StateSample.at(updatedAt));
  }
}
