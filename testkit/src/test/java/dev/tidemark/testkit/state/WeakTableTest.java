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
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.core.state.WeakTable;
import dev.tidemark.core.state.spi.ValueCache;
import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.testkit.contract.StateSample;
import dev.tidemark.testkit.fake.InMemoryValueCaches;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a table of the weak tier says, for types that are in memory and for types that are loaded.
 */
final class WeakTableTest {

  private static final StorageException DEAD = new StorageException("the disk is dead", true);
  private static final Codec<Row> ITEMS = Codec.rows(Desk.ITEM);
  private static final int BOUND = 10;

  private Desk desk = Desk.ofItems();
  private StateEngine state = desk.open();
  private WeakTable<Row> items = state.weak(ITEMS);

  private void make(boolean bounded) {
    desk = bounded ? Desk.of(Desk.ITEMS.bounded("item", BOUND)) : Desk.ofItems();
    reopen();
  }

  private void reopen() {
    state = desk.open();
    items = state.weak(ITEMS);
  }

  private static WeakTable<Row> weak(StateEngine state, EntityType type) {
    return state.weak(Codec.rows(type));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void get_isWhatWasPutLast(boolean bounded) {
    make(bounded);
    assertThat(items.type()).isEqualTo(Desk.ITEM);
    assertThat(items.get(key("a"))).isEmpty();

    items.put(item("a", "1"));
    items.put(item("a", "2"));

    assertThat(items.get(key("a"))).contains(item("a", "2"));
    items.remove(key("a"));
    items.remove(key("b"));
    assertThat(items.get(key("a"))).isEmpty();
    assertThat(state.status().dirty()).containsExactly(Map.entry("item", 2L));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void update_setsWhatTheChangeMakesOfThePresentValue(boolean bounded) {
    make(bounded);
    assertThat(items.update(key("a"), before -> before)).isEmpty();
    assertThat(items.update(key("a"), before -> Optional.of(item("a", "1"))))
        .contains(item("a", "1"));
    state.flush();
    reopen();

    assertThat(items.update(key("a"), before -> before.map(row -> item("a", "2"))))
        .contains(item("a", "2"));
    assertThat(items.get(key("a"))).contains(item("a", "2"));
    state.flush();
    assertThat(desk.weak.find(Desk.ITEM, key("a"))).contains(item("a", "2"));

    assertThat(items.update(key("a"), before -> Optional.empty())).isEmpty();
    assertThat(items.get(key("a"))).isEmpty();
    state.flush();
    assertThat(desk.stored(Desk.ITEM)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void update_thatThrows_leavesTheValueAndMarksNothing(boolean bounded) {
    make(bounded);
    items.put(item("a", "1"));
    state.flush();

    for (String name : List.of("a", "absent")) {
      assertThatThrownBy(
              () ->
                  items.update(
                      key(name),
                      before -> {
                        throw new IllegalStateException("no");
                      }))
          .hasMessage("no");
    }

    assertThat(items.get(key("a"))).contains(item("a", "1"));
    assertThat(items.get(key("absent"))).isEmpty();
    assertThat(state.status().count()).isZero();
    assertNothingIsPinned();
  }

  /** A pinned value would be answered for even when the store has another. */
  private void assertNothingIsPinned() {
    if (desk.schema.bound(Desk.ITEM).isPresent()) {
      desk.weak.flush(
          desk.weak.lastFlush(), List.of(StateSample.upsert(item("a", "by somebody else"))));
      IntStream.range(0, 2 * BOUND).forEach(i -> items.get(key("other" + i)));
      assertThat(items.get(key("a"))).contains(item("a", "by somebody else"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void update_toAnotherKey_isRefused(boolean bounded) {
    make(bounded);
    items.put(item("a", "1"));

    assertThatThrownBy(() -> items.update(key("a"), before -> Optional.of(item("b"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("update item a: the new value has the key b");

    assertThat(Desk.held(items, ITEMS)).containsExactly("a");
    assertThat(items.get(key("a"))).contains(item("a", "1"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void change_afterTheStop_isRefusedAndChangesNothing(boolean bounded) {
    make(bounded);
    items.put(item("a", "1"));
    desk.weak.failNext(new StorageException("full", false));
    assertThatThrownBy(state::stop).hasMessageContaining("item a");

    assertThatThrownBy(() -> items.put(item("a", "2")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("change the weak state: the state was stopped");
    assertThatThrownBy(() -> items.update(key("a"), before -> Optional.empty()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> items.remove(key("a"))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> items.removeWithDependents(key("a")))
        .isInstanceOf(IllegalStateException.class);

    assertThat(items.get(key("a"))).contains(item("a", "1"));
    state.stop();
    assertThat(desk.weak.find(Desk.ITEM, key("a"))).contains(item("a", "1"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void weak_twice_isOneTable_butOnlyWithAnEqualCodec(boolean bounded) {
    make(bounded);
    assertThat(state.weak(Codec.rows(Desk.ITEM))).isSameAs(items);

    assertThatThrownBy(() -> state.weak(Codec.records(Desk.ITEM, Item.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("use the weak type item: it is in use with another codec");
    assertThatThrownBy(() -> state.weak(Codec.rows(Desk.OWNER)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("owner");
    assertThat(state.weak(ITEMS)).isSameAs(items);
  }

  private record Item(String name, String text) {}

  @Test
  void weak_whoseReadingFails_mayBeAskedAgain() {
    items.put(item("a", "1"));
    state.stop();
    state = desk.open();
    Codec<Item> records = Codec.records(Desk.ITEM, Item.class);
    desk.rigged.beforeRead(
        () -> {
          throw DEAD;
        });
    assertThatThrownBy(() -> state.weak(records)).isSameAs(DEAD);
    desk.rigged.beforeRead(() -> {});

    assertThat(state.weak(records).get(key("a"))).contains(new Item("a", "1"));
  }

  @Test
  void weak_withRowsOfItDirty_hasThem() {
    desk = Desk.ofSample();
    StateEngine first = desk.open();
    first.strong(Codec.rows(StateSample.ACCOUNT)).insert(StateSample.account("r", 1));
    weak(first, StateSample.SESSION).put(StateSample.session(1, "r", 1L));
    weak(first, StateSample.SESSION).put(StateSample.session(2, null, null));
    first.stop();
    state = desk.open();
    state.strong(Codec.rows(StateSample.ACCOUNT)).delete(key("r", 1L));
    assertThat(state.status().dirty()).containsExactly(Map.entry("sessions", 1L));
    assertThat(desk.stored(StateSample.SESSION)).containsExactly("1", "2");

    WeakTable<Row> sessions = weak(state, StateSample.SESSION);

    assertThat(Desk.held(sessions, Codec.rows(StateSample.SESSION))).containsExactly("2");
    assertThat(desk.stored(StateSample.SESSION)).containsExactly("2");
  }

  @Test
  void values_beyondTheBound_areReadAgain() {
    make(true);
    putMany(10 * BOUND);
    state.flush();
    List<String> read = new ArrayList<>();
    desk.rigged.beforeRead(() -> read.add("read"));

    for (int i = 0; i < 10 * BOUND; i++) {
      assertThat(items.get(key("n" + i))).contains(item("n" + i, "" + i));
    }
    assertThat(read).hasSizeBetween(9 * BOUND, 10 * BOUND);
    read.clear();
    items.get(key("n" + (10 * BOUND - 1)));
    assertThat(read).isEmpty();
  }

  @Test
  void values_thatAreNotWritten_stayInMemory_howeverMany() {
    make(true);
    putMany(10 * BOUND);
    IntStream.range(0, BOUND).forEach(i -> items.remove(key("n" + i)));

    for (int i = 0; i < 10 * BOUND; i++) {
      assertThat(items.get(key("n" + i)))
          .isEqualTo(i < BOUND ? Optional.empty() : Optional.of(item("n" + i, "" + i)));
    }
    assertThat(desk.weak.flushes()).isEmpty();
    assertThat(Desk.held(items, ITEMS)).hasSize(9 * BOUND);
  }

  private void putMany(int count) {
    IntStream.range(0, count).forEach(i -> items.put(item("n" + i, "" + i)));
  }

  @Test
  void absence_isKnown_andEndsWithAPut() {
    make(true);
    List<String> read = new ArrayList<>();
    desk.rigged.beforeRead(() -> read.add("read"));
    assertThat(items.get(key("a"))).isEmpty();
    assertThat(items.get(key("a"))).isEmpty();
    assertThat(read).hasSize(1);

    items.put(item("a"));
    state.flush();

    assertThat(items.get(key("a"))).isPresent();
    assertThat(read).hasSize(1);
  }

  @Test
  void forEach_seesMemoryAndStore_eachOnce() {
    make(true);
    putMany(3 * BOUND);
    state.flush();
    items.put(item("n0", "new"));
    items.remove(key("n1"));
    items.put(item("x", "unwritten"));
    items.update(key("n2"), before -> before);
    Map<String, Object> seen = new HashMap<>();

    items.forEach(
        row -> assertThat(seen.put(row.key().text(), String.valueOf(row.value("text")))).isNull());

    assertThat(seen)
        .hasSize(3 * BOUND)
        .containsEntry("n0", "new")
        .containsEntry("x", "unwritten")
        .containsEntry("n2", "2")
        .doesNotContainKey("n1");
  }

  @Test
  void removal_isNotUndone_byTheCacheOrTheStore() {
    make(true);
    items.put(item("a"));
    state.flush();
    assertThat(items.get(key("a"))).isPresent();
    items.remove(key("a"));
    assertThat(items.get(key("a"))).isEmpty();
    IntStream.range(0, 2 * BOUND).forEach(i -> items.get(key("other" + i)));
    assertThat(items.get(key("a"))).isEmpty();
    assertThat(Desk.held(items, ITEMS)).isEmpty();

    state.flush();

    assertThat(items.get(key("a"))).isEmpty();
    IntStream.range(0, 2 * BOUND).forEach(i -> items.get(key("other" + i)));
    assertThat(items.get(key("a"))).isEmpty();
  }

  /** Until the cache knows what was written, memory has it; or else a reader would go back. */
  @Test
  void value_thatWasWritten_isInMemoryUntilTheCacheHasIt() {
    make(true);
    items.put(item("a", "1"));
    state.stop();
    List<Optional<Row>> seen = new ArrayList<>();
    desk.caches.set(new Caches(() -> seen.add(items.get(key("a")))));
    reopen();
    assertThat(items.get(key("a"))).contains(item("a", "1"));
    items.put(item("a", "2"));

    state.flush();

    assertThat(seen).containsExactly(Optional.of(item("a", "2")));
  }

  /** Lets somebody read before it keeps what is put. */
  private record Caches(Runnable beforePut) implements ValueCaches {

    @Override
    public <V> ValueCache<V> bounded(long maximum) {
      ValueCache<V> cache = new InMemoryValueCaches().bounded(maximum);
      return new ValueCache<>() {
        @Override
        public Optional<V> get(RowKey key, Function<RowKey, Optional<V>> load) {
          return cache.get(key, load);
        }

        @Override
        public void put(RowKey key, Optional<V> value) {
          beforePut.run();
          cache.put(key, value);
        }

        @Override
        public void clear() {
          cache.clear();
        }
      };
    }
  }

  /** A removal that is not written yet is the last word, also for a flush that had the value. */
  @Test
  void removal_inTheMiddleOfAFlush_isNotUndone() {
    make(true);
    items.put(item("a"));
    desk.weak.beforeCommit(
        () -> {
          desk.weak.beforeCommit(() -> {});
          items.remove(key("a"));
        });

    state.flush();

    assertThat(items.get(key("a"))).isEmpty();
    assertThat(state.status().count()).isOne();
    state.flush();
    assertThat(items.get(key("a"))).isEmpty();
    assertThat(desk.stored(Desk.ITEM)).isEmpty();
  }

  @Test
  void store_thatWasLost_isNotRememberedByTheCache() {
    make(true);
    items.put(item("a"));
    state.flush();
    assertThat(items.get(key("a"))).isPresent();
    desk.weak.lose();
    items.put(item("b"));
    state.flush();

    assertThat(items.get(key("a"))).isEmpty();
    assertThat(items.get(key("b"))).isPresent();
    state.flush();
    assertThat(desk.stored(Desk.ITEM)).containsExactly("b");
  }

  @Test
  void store_thatCannotAnswer_isTheFailureOfTheReader_andNothingIsKept() {
    make(true);
    items.put(item("a"));
    state.flush();
    reopen();
    desk.rigged.beforeRead(
        () -> {
          throw DEAD;
        });
    assertThatThrownBy(() -> items.get(key("a"))).isSameAs(DEAD);
    assertThatThrownBy(() -> items.update(key("a"), before -> before)).isSameAs(DEAD);
    assertThat(state.status().count()).isZero();

    items.put(item("b"));
    assertThat(items.get(key("b"))).isPresent();
    desk.rigged.beforeRead(() -> {});

    assertThat(items.get(key("a"))).isPresent();
  }

  @Test
  void storedRow_thatIsNoValue_isAbsent_andTold() {
    make(true);
    items.put(item("a"));
    state.stop();
    state = desk.open();

    WeakTable<Row> picky = state.weak(new NothingToRead(Desk.ITEM));

    assertThat(picky.get(key("a"))).isEmpty();
    assertThat(Desk.held(picky, ITEMS)).isEmpty();
    assertThat(desk.told.events(StateEvent.Unreadable.class))
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.key()).isEqualTo("a"));
    state.flush();
    assertThat(desk.stored(Desk.ITEM)).containsExactly("a");
  }

  private record NothingToRead(EntityType type) implements Codec<Row> {

    @Override
    public RowKey key(Row value) {
      return value.key();
    }

    @Override
    public Row encode(Row value) {
      return value;
    }

    @Override
    public Row decode(Row row) {
      throw new IllegalArgumentException("not for me");
    }
  }

  @Test
  void row_thatIsIncomplete_holdsUpNoOther() {
    WeakTable<Row> rows = items;
    rows.put(item("good"));
    rows.put(Row.builder(Desk.ITEM).set(0, "missing").buildStored());
    rows.put(Row.builder(Desk.ITEM).set(0, "null").set(1, null).buildStored());

    assertThat(state.flush().left()).isEqualTo(2);

    assertThat(desk.stored(Desk.ITEM)).containsExactly("good");
    assertThat(desk.told.events(StateEvent.Unwritable.class))
        .extracting(event -> event.key() + ": " + event.failure().getMessage())
        .containsExactlyInAnyOrder("missing: no value for text", "null: no value for text");
  }

  /** A mark that came first could be taken by a flush that does not see the value yet. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mark_isMadeWhenMemoryHasTheValue(boolean bounded) {
    make(bounded);
    Asked clock = new Asked();
    state = desk.open(clock);
    items = state.weak(ITEMS);
    List<Optional<Row>> seen = new ArrayList<>();
    Runnable look = () -> seen.add(items.get(key("a")));

    clock.meanwhile(look, () -> items.put(item("a", "1")));
    assertThat(seen).containsExactly(Optional.of(item("a", "1")));
    state.flush();
    clock.meanwhile(look, () -> items.remove(key("a")));
    assertThat(seen).hasSize(2).last().isEqualTo(Optional.empty());
    state.flush();
    clock.meanwhile(look, () -> items.update(key("a"), before -> Optional.of(item("a", "3"))));
    assertThat(seen).hasSize(3).last().isEqualTo(Optional.of(item("a", "3")));
  }

  /** Does something whenever it is asked; a mark that is the oldest asks. */
  private static final class Asked extends Clock {

    private Runnable hook = () -> {};

    void meanwhile(Runnable whenAsked, Runnable work) {
      hook = whenAsked;
      work.run();
      hook = () -> {};
    }

    @Override
    public Instant instant() {
      hook.run();
      return Instant.parse("2026-01-01T00:00:00Z");
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /**
   * Writers count up, key by key, while all is flushed and evicted; what is read never goes back.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readers_amongWritersAndFlushes_neverGoBack(boolean bounded) throws Exception {
    make(bounded);
    int keys = 4 * BOUND;
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(7);
    try {
      List<Future<?>> readers = new ArrayList<>();
      for (int reader = 0; reader < 3; reader++) {
        int first = reader;
        readers.add(threads.submit(() -> readUntil(over, keys, first)));
      }
      readers.add(
          threads.submit(
              () -> {
                while (!over.get()) {
                  state.flush();
                }
              }));
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 3; writer++) {
        int mine = writer;
        writers.add(threads.submit(() -> count(keys, mine)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      over.set(true);
      for (Future<?> reader : readers) {
        reader.get();
      }
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
    state.flush();
    for (int i = 0; i < keys; i++) {
      assertThat(items.get(key("n" + i))).contains(item("n" + i, "200"));
      assertThat(desk.weak.find(Desk.ITEM, key("n" + i))).contains(item("n" + i, "200"));
    }
  }

  private void count(int keys, int mine) {
    for (int value = 1; value <= 200; value++) {
      for (int i = mine; i < keys; i += 3) {
        RowKey key = key("n" + i);
        if (value % 2 == 0) {
          items.put(item("n" + i, "" + value));
        } else {
          items.update(key, before -> Optional.of(item(key.text(), "" + (number(before) + 1))));
        }
      }
    }
  }

  private void readUntil(AtomicBoolean over, int keys, int first) {
    int[] seen = new int[keys];
    for (int i = first; !over.get(); i = (i + 7) % keys) {
      int now = number(items.get(key("n" + i)));
      assertThat(now).as("n%d", i).isGreaterThanOrEqualTo(seen[i]);
      seen[i] = now;
    }
  }

  private static int number(Optional<Row> row) {
    return row.map(each -> Integer.parseInt(String.valueOf(each.value("text")))).orElse(0);
  }
}
