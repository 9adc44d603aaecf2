package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A transaction is written whole or not at all, and sees itself. */
public interface StrongTransactionContract extends StrongStoreFixture {

  @Test
  default void write_returnsWhatTheWorkDoes() {
    assertThat(newStore(StateSample.SCHEMA).<String>write("answer", write -> "42")).isEqualTo("42");
    assertThat(newStore(StateSample.SCHEMA).<String>read("answer", read -> "42")).isEqualTo("42");
  }

  @Test
  default void write_workThatThrows_leavesNothingAndIsThrownOn() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row kept = StateSample.platform("p", "one");
    Row also = StateSample.platform("q", "two");
    rows.insertAll(List.of(kept, also));
    IllegalStateException failure = new IllegalStateException("changed my mind");

    assertThatThrownBy(
            () ->
                rows.store()
                    .write(
                        "fail",
                        write -> {
                          changeAll(write);
                          throw failure;
                        }))
        .isSameAs(failure);

    assertThat(rows.rows(StateSample.PLATFORM)).containsExactly(kept, also);
    assertThat(rows.find(kept.type(), kept.key()).orElseThrow().version()).isEqualTo(1);
    assertThat(rows.rows(StateSample.SUBSCRIPTION)).isEmpty();
    assertThat(new StrongRows(reopen(rows.store())).rows(StateSample.PLATFORM))
        .as("after opening again")
        .containsExactly(kept, also);
  }

  @Test
  default void write_afterWorkThatThrew_works() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    assertThatThrownBy(
            () ->
                rows.store()
                    .write(
                        "fail",
                        write -> {
                          throw new IllegalStateException("changed my mind");
                        }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(rows.insert(StateSample.platform("p", "one"))).isTrue();
  }

  @Test
  default void write_reads_seeWhatWasWrittenBefore() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insertAll(List.of(StateSample.platform("p", "one"), StateSample.platform("q", "two")));

    List<Row> seen =
        rows.store()
            .write(
                "look",
                write -> {
                  changeAll(write);
                  assertThat(write.find(StateSample.PLATFORM, RowKey.of("q"))).isEmpty();
                  assertThat(
                          write.find(StateSample.PLATFORM, RowKey.of("p")).orElseThrow().version())
                      .isEqualTo(2);
                  return StrongRows.rows(write, StateSample.PLATFORM);
                });

    assertThat(seen).containsExactly(StateSample.platform("p", "uno"));
  }

  @Test
  default void write_committed_isThereAfterOpeningAgain() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insertAll(List.of(StateSample.platform("p", "one"), StateSample.platform("q", "two")));
    rows.store()
        .write(
            "change",
            write -> {
              changeAll(write);
              return true;
            });

    StrongRows again = new StrongRows(reopen(rows.store()));

    assertThat(again.rows(StateSample.PLATFORM)).containsExactly(StateSample.platform("p", "uno"));
    assertThat(again.rows(StateSample.SUBSCRIPTION)).containsExactly(StateSample.subscription("s"));
  }

  @Test
  default void read_workThatThrows_isThrownOn() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    IllegalStateException failure = new IllegalStateException("cannot decode");

    assertThatThrownBy(
            () ->
                rows.store()
                    .read(
                        "fail",
                        read -> {
                          throw failure;
                        }))
        .isSameAs(failure);
    assertThat(rows.rows(StateSample.PLATFORM)).isEmpty();
  }

  private static void changeAll(StrongTransaction write) {
    write.update(StateSample.platform("p", "uno"), 1, StateSample.at(2));
    write.delete(StateSample.PLATFORM, RowKey.of("q"), 1);
    write.insert(StateSample.subscription("s"), StateSample.at(2));
  }
}
