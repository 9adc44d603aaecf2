package dev.tidemark.testkit.state;

import static dev.tidemark.testkit.state.Desk.item;
import static dev.tidemark.testkit.state.Desk.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.FlushPolicy;
import dev.tidemark.core.state.FlushReport;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.core.state.WeakTable;
import dev.tidemark.core.state.spi.FlushStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the weak tier is written, for types that are in memory and for types that are loaded. */
final class FlushTest {

  private static final StorageException FULL = new StorageException("the disk is full", false);

  private Desk desk = Desk.ofItems();

  private WeakTable<Row> items(StateEngine state) {
    return state.weak(Codec.rows(Desk.ITEM));
  }

  /** Both kinds of types promise the same. */
  private void make(boolean bounded) {
    desk = Desk.of(bounded ? Desk.ITEMS.bounded(Desk.ITEM.name(), 10) : Desk.ITEMS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void flush_ofPutsAndRemoves_writesWhatIsThereNow(boolean bounded) {
    make(bounded);
    StateEngine state = desk.open();
    WeakTable<Row> items = items(state);
    items.put(item("a"));
    items.put(item("b"));
    items.put(item("a", "[1]"));
    state.flush();
    items.remove(key("b"));
    items.put(item("c"));

    FlushReport report = state.flush();

    assertThat(report.upserts()).isOne();
    assertThat(report.deletes()).isOne();
    assertThat(desk.stored(Desk.ITEM)).containsExactly("a", "c");
    assertThat(desk.weak.find(Desk.ITEM, key("a"))).contains(item("a", "[1]"));
    assertThat(items(desk.open()).get(key("a"))).contains(item("a", "[1]"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void flush_afterAddDeleteAdd_keepsTheRow(boolean bounded) {
    make(bounded);
    StateEngine state = desk.open();
    WeakTable<Row> items = items(state);
    items.put(item("a"));
    items.remove(key("a"));
    items.put(item("a", "[2]"));

    state.flush();

    assertThat(desk.weak.find(Desk.ITEM, key("a"))).contains(item("a", "[2]"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void flush_withChangesInTheMiddle_endsWithTheLastWord(boolean bounded) {
    make(bounded);
    StateEngine state = desk.open();
    WeakTable<Row> items = items(state);
    items.put(item("a"));
    items.put(item("b"));
    desk.weak.beforeCommit(
        () -> {
          items.remove(key("a"));
          items.put(item("a", "[3]"));
          items.remove(key("b"));
          desk.weak.beforeCommit(() -> {});
        });
    state.flush();
    assertThat(items.get(key("a"))).contains(item("a", "[3]"));
    assertThat(items.get(key("b"))).isEmpty();

    state.flush();

    assertThat(desk.weak.find(Desk.ITEM, key("a"))).contains(item("a", "[3]"));
    assertThat(desk.stored(Desk.ITEM)).containsExactly("a");
    assertThat(items.get(key("a"))).contains(item("a", "[3]"));
  }

  @Test
  void flush_ofNothing_opensNoTransaction() {
    StateEngine state = desk.open();
    items(state);

    assertThat(state.flush().upserts()).isZero();
    assertThat(state.flush().number()).isZero();
    assertThat(desk.weak.flushes()).isEmpty();
    assertThat(desk.told.events()).isEmpty();
  }

  @Test
  void flush_ofSeveralTypes_isOneTransactionParentsFirstAndThenChildrenFirst() {
    StateEngine state = desk.open();
    WeakTable<Row> parts = state.weak(Codec.rows(Desk.PART));
    WeakTable<Row> items = items(state);
    parts.put(part("gone"));
    items.put(item("gone"));
    state.flush();
    parts.remove(key("gone"));
    items.remove(key("gone"));
    parts.put(part("n"));
    items.put(item("n"));

    state.flush();

    List<FlushStep> steps = desk.weak.flushes().get(1);
    assertThat(steps)
        .extracting(step -> step.getClass().getSimpleName() + " " + step.type())
        .containsExactly("Upsert item", "Upsert part", "Delete part", "Delete item");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void flush_thatFails_losesNothing_andNewerMarksWin(boolean bounded) {
    make(bounded);
    StateEngine state = desk.open();
    WeakTable<Row> items = items(state);
    items.put(item("a"));
    items.put(item("b"));
    desk.weak.failNext(FULL);

    assertThatThrownBy(state::flush).isSameAs(FULL);

    assertThat(state.status().count()).isEqualTo(2);
    assertThat(state.status().failures()).isOne();
    assertThat(state.status().lastError()).contains("the disk is full");
    items.remove(key("a"));
    items.put(item("c"));
    state.flush();
    assertThat(desk.stored(Desk.ITEM)).containsExactly("b", "c");
    assertThat(state.status().failures()).isZero();
    assertThat(state.status().lastError()).isEmpty();
    assertThat(state.status().count()).isZero();
  }

  @Test
  void flush_whoseAnswerIsLost_isWrittenAgain() {
    StateEngine state = desk.open();
    items(state).put(item("a"));
    desk.weak.afterCommit(
        () -> {
          throw new StorageException("the line is dead", true);
        });
    assertThatThrownBy(state::flush).hasMessage("the line is dead");
    desk.weak.afterCommit(() -> {});

    assertThat(state.flush().upserts()).isOne();
    assertThat(desk.stored(Desk.ITEM)).containsExactly("a");
  }

  @Test
  void flush_aboveTheCeiling_isSeveralTransactionsInTheSameOrder() {
    desk.policy.set(new FlushPolicy(1, Duration.ofMinutes(1), 3));
    StateEngine state = desk.open();
    WeakTable<Row> items = items(state);
    WeakTable<Row> parts = state.weak(Codec.rows(Desk.PART));
    IntStream.range(0, 4).forEach(i -> items.put(item("n" + i)));
    IntStream.range(0, 4).forEach(i -> parts.put(part("n" + i)));
    state.flush();

    assertThat(sizes()).containsExactly(3, 3, 2);
    assertThat(typesOf(0)).containsExactly("item");
    assertThat(typesOf(1)).containsExactly("item", "part");

    IntStream.range(0, 4).forEach(i -> items.remove(key("n" + i)));
    IntStream.range(0, 4).forEach(i -> parts.remove(key("n" + i)));
    state.flush();

    assertThat(sizes()).containsExactly(3, 3, 2, 3, 3, 2);
    assertThat(typesOf(3)).containsExactly("part");
    assertThat(typesOf(4)).containsExactly("part", "item");
    assertThat(desk.stored(Desk.ITEM)).isEmpty();
  }

  @Test
  void flush_thatFailsInItsSecondTransaction_keepsTheRestDirty() {
    desk.policy.set(new FlushPolicy(1, Duration.ofMinutes(1), 2));
    StateEngine state = desk.open();
    WeakTable<Row> items = items(state);
    IntStream.range(0, 5).forEach(i -> items.put(item("n" + i)));
    desk.weak.afterCommit(() -> desk.weak.failNext(FULL));

    assertThatThrownBy(state::flush).isSameAs(FULL);

    assertThat(state.status().count()).isEqualTo(3);
    desk.weak.afterCommit(() -> {});
    assertThat(state.flush().upserts()).isEqualTo(3);
    assertThat(desk.stored(Desk.ITEM)).hasSize(5);
  }

  private static Row part(String name) {
    return Row.of(Desk.PART, Map.of("name", name));
  }

  private List<Integer> sizes() {
    return desk.weak.flushes().stream()
        .map(steps -> steps.stream().mapToInt(FlushStep::size).sum())
        .toList();
  }

  private List<String> typesOf(int flush) {
    return desk.weak.flushes().get(flush).stream().map(step -> step.type().name()).toList();
  }

  @Test
  void flush_withAValueThatIsNoRow_writesTheOthersAndKeepsItDirty() {
    StateEngine state = desk.open();
    WeakTable<String> items = state.weak(new Words());
    items.put("good");
    items.put("bad");

    FlushReport report = state.flush();

    assertThat(report.upserts()).isOne();
    assertThat(report.left()).isOne();
    assertThat(desk.stored(Desk.ITEM)).containsExactly("good");
    assertThat(state.status().dirty()).containsExactly(Map.entry("item", 1L));
    assertThat(desk.told.events(StateEvent.Unwritable.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.key()).isEqualTo("bad");
              assertThat(event.failure()).hasMessage("no bad words");
            });
    assertThat(state.status().lastError()).contains("1 values are no rows");
  }

  @Test
  void table_withAStoredRowThatIsNoValue_passesItOverAndLeavesIt() {
    items(desk.open()).put(item("x"));
    StateEngine first = desk.open();
    WeakTable<Row> rows = items(first);
    rows.put(item("bad"));
    rows.put(item("good"));
    first.flush();

    StateEngine state = desk.open();
    WeakTable<String> items = state.weak(new Words());

    assertThat(items.get(key("bad"))).isEmpty();
    assertThat(items.get(key("good"))).contains("good");
    assertThat(desk.told.events(StateEvent.Unreadable.class)).hasSize(1);
    state.flush();
    assertThat(desk.stored(Desk.ITEM)).containsExactly("bad", "good");
  }

  /** Refuses the word "bad", both ways. */
  private record Words() implements Codec<String> {

    @Override
    public EntityType type() {
      return Desk.ITEM;
    }

    @Override
    public RowKey key(String value) {
      return Desk.key(value);
    }

    @Override
    public Row encode(String value) {
      refuseBad(value);
      return item(value);
    }

    @Override
    public String decode(Row row) {
      String word = row.key().text();
      refuseBad(word);
      return word;
    }

    private static void refuseBad(String word) {
      if (word.equals("bad")) {
        throw new IllegalArgumentException("no bad words");
      }
    }
  }

  @Test
  void flush_intoAStoreThatWasLost_writesEverythingAgain() {
    StateEngine state = desk.open();
    WeakTable<Row> items = items(state);
    IntStream.range(0, 5).forEach(i -> items.put(item("n" + i)));
    state.flush();
    desk.weak.lose();
    items.put(item("n5"));

    state.flush();
    assertThat(state.status().count()).isEqualTo(6);
    state.flush();

    assertThat(desk.stored(Desk.ITEM)).hasSize(6);
  }

  @Test
  void flushes_areNumberedOverRestarts() {
    StateEngine state = desk.open();
    items(state).put(item("a"));
    state.flush();
    items(state).put(item("b"));
    long number = state.flush().number();

    StateEngine next = desk.open();

    assertThat(next.status().last().number()).isEqualTo(number);
    items(next).put(item("c"));
    assertThat(next.flush().number()).isGreaterThan(number);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void manyThreads_amongFlushes_loseNothing(boolean bounded) throws Exception {
    make(bounded);
    StateEngine state = desk.open();
    WeakTable<Row> items = items(state);
    ExecutorService threads = Executors.newFixedThreadPool(18);
    AtomicBoolean over = new AtomicBoolean();
    try {
      List<Future<?>> flushers =
          IntStream.range(0, 2)
              .<Future<?>>mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            while (!over.get()) {
                              state.flush();
                            }
                          }))
              .toList();
      List<Future<?>> writers =
          IntStream.range(0, 16)
              .<Future<?>>mapToObj(i -> threads.submit(() -> write(items, i)))
              .toList();
      for (Future<?> writer : writers) {
        writer.get();
      }
      over.set(true);
      for (Future<?> flusher : flushers) {
        flusher.get();
      }
      state.flush();
      assertThat(items.get(key("counter"))).contains(item("counter", "[4800]"));
      assertThat(desk.weak.find(Desk.ITEM, key("counter"))).contains(item("counter", "[4800]"));
      List<String> stored = desk.stored(Desk.ITEM).stream().sorted().toList();
      assertThat(stored).isEqualTo(Desk.held(items, Codec.rows(Desk.ITEM)));
      items.forEach(row -> assertThat(desk.weak.find(Desk.ITEM, row.key())).contains(row));
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private static void write(WeakTable<Row> items, int mine) {
    for (int i = 0; i < 300; i++) {
      items.put(item(mine + "-" + i % 50, "[" + i + "]"));
      if (i % 3 == 0) {
        items.remove(key(mine + "-" + (i + 7) % 50));
      }
      items.update(
          key("counter"), before -> Optional.of(item("counter", "[" + (number(before) + 1) + "]")));
    }
  }

  private static int number(Optional<Row> row) {
    return row.map(each -> String.valueOf(each.value("text")))
        .map(text -> Integer.parseInt(text.substring(1, text.length() - 1)))
        .orElse(0);
  }
}
