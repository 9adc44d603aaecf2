package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows, bookmark, states and term change in one transaction, one writer at a time. */
public interface MirrorWriteContract extends MirrorFixture {

  Bookmark HERE = new Bookmark(new Position(42), 7, Instant.parse("2026-04-16T08:30:00.123Z"));

  @Test
  default void write_all_isThereTogetherAndForEverybody() {
    Row row = Sample.live(Sample.ORG, 1, 1);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG, Sample.WORD)) {
      assertThat(mirrored.target().bookmark()).isEmpty();

      String answer = mirrored.target().write(transaction -> writeAll(transaction, row));

      assertThat(answer).isEqualTo("done");
      assertThat(mirrored.place().newTarget().bookmark()).contains(HERE);
      assertThat(mirrored.target().bookmark()).contains(HERE);
      assertThat(mirrored.<TableState>with(Sample.ORG, table -> table.state()))
          .isEqualTo(TableState.copiedTo(row.key()));
      mirrored.assertHolds(Sample.ORG, row);
    }
  }

  /** The work sees what it has done so far, and from then on what was done. */
  @Test
  default void write_within_seesWhatItHasWritten() {
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      run(
          mirrored.target(),
          transaction -> {
            assertThat(transaction.bookmark()).isEmpty();
            transaction.moveTo(HERE);
            assertThat(transaction.bookmark()).contains(HERE);
            transaction.table(Sample.ORG).mark(TableState.of(Trust.TRUSTED));
            assertThat(transaction.table(Sample.ORG).state())
                .isEqualTo(TableState.of(Trust.TRUSTED));
          });
      run(mirrored.target(), again -> assertThat(again.bookmark()).contains(HERE));
    }
  }

  @Test
  default void write_workThatThrows_changesNothingAndThrowsThat() {
    Row before = Sample.live(Sample.ORG, 1, 1);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG, Sample.WORD)) {
      mirrored.upsert(before);
      TableState state = mirrored.with(Sample.ORG, table -> table.state());

      assertThatThrownBy(
              () ->
                  mirrored
                      .target()
                      .write(
                          transaction -> {
                            writeAll(transaction, Sample.live(Sample.ORG, 2, 1));
                            transaction.fence(9);
                            transaction.table(Sample.ORG).delete(List.of(before.key()));
                            throw new IllegalStateException("no");
                          }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no");

      assertThat(mirrored.target().bookmark()).isEmpty();
      assertThat(mirrored.<TableState>with(Sample.ORG, table -> table.state())).isEqualTo(state);
      run(mirrored.target(), transaction -> transaction.fence(1));
      mirrored.assertHolds(Sample.ORG, before);
    }
  }

  @Test
  default void moveTo_anyPlace_isKeptToTheMillisecond() {
    List<Bookmark> places =
        List.of(
            Bookmark.START,
            HERE,
            new Bookmark(new Position(Long.MAX_VALUE), Long.MAX_VALUE, Instant.EPOCH),
            new Bookmark(new Position(3), 1, Instant.parse("2038-01-19T03:14:08.999Z")));
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      for (Bookmark place : places) {
        run(mirrored.target(), transaction -> transaction.moveTo(place));

        assertThat(mirrored.target().bookmark()).contains(place);
        run(mirrored.target(), then -> assertThat(then.bookmark()).contains(place));
      }
    }
  }

  @Test
  default void mark_anyState_isKeptForEachTable() {
    List<TableState> states =
        List.of(
            TableState.of(Trust.DOUBTED),
            TableState.of(Trust.TRUSTED),
            TableState.of(Trust.COPYING),
            TableState.copiedTo(RowKey.of(-3L, "lab\"el,😀 \\ ")),
            TableState.of(Trust.NEW));
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG, Sample.PORT)) {
      for (TableState state : states) {
        run(mirrored.target(), transaction -> transaction.table(Sample.PORT).mark(state));

        assertThat(mirrored.<TableState>with(Sample.PORT, table -> table.state())).isEqualTo(state);
        assertThat(mirrored.<TableState>with(Sample.ORG, table -> table.state()))
            .isEqualTo(TableState.of(Trust.NEW));
      }
    }
  }

  @Test
  default void fence_earlierTerm_isRefusedAndWritesNothing() {
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      MirrorTarget other = mirrored.place().newTarget();
      run(mirrored.target(), transaction -> transaction.fence(3));
      run(other, transaction -> transaction.fence(5));

      assertThatThrownBy(
              () ->
                  run(
                      mirrored.target(),
                      transaction -> {
                        transaction.moveTo(HERE);
                        transaction.fence(4);
                      }))
          .isInstanceOf(FencedException.class)
          .hasMessageContaining("4")
          .hasMessageContaining("5");

      assertThat(mirrored.target().bookmark()).isEmpty();
      run(other, transaction -> transaction.fence(5));
    }
  }

  /** What the second reads is not older than what the first has written. */
  @Test
  @Timeout(60)
  default void write_severalAtOnce_oneAtATime() throws Exception {
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      run(mirrored.target(), transaction -> transaction.moveTo(Bookmark.START));
      List<MirrorTarget> writers =
          List.of(mirrored.target(), mirrored.place().newTarget(), mirrored.target());
      ExecutorService threads = Executors.newFixedThreadPool(writers.size());
      try {
        for (Future<?> done :
            writers.stream().map(each -> threads.submit(() -> count(each))).toList()) {
          done.get(50, TimeUnit.SECONDS);
        }
      } finally {
        threads.shutdownNow();
      }

      assertThat(mirrored.target().bookmark().orElseThrow().position().value()).isEqualTo(60);
    }
  }

  private static void count(MirrorTarget target) {
    for (int i = 0; i < 20; i++) {
      run(
          target,
          transaction -> {
            Position now = transaction.bookmark().orElseThrow().position();
            transaction.moveTo(new Bookmark(new Position(now.value() + 1), 0, Instant.EPOCH));
          });
    }
  }

  private static String writeAll(MirrorTransaction transaction, Row org) {
    transaction.table(Sample.ORG).upsert(List.of(org));
    transaction.table(Sample.ORG).mark(TableState.copiedTo(org.key()));
    transaction.table(Sample.WORD).upsert(List.of(Sample.word("a", "b")));
    transaction.moveTo(HERE);
    return "done";
  }

  private static void run(MirrorTarget target, Consumer<MirrorTransaction> work) {
    target.write(
        transaction -> {
          work.accept(transaction);
          return true;
        });
  }
}
