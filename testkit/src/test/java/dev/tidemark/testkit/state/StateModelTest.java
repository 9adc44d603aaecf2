package dev.tidemark.testkit.state;

import static dev.tidemark.testkit.state.Desk.item;
import static dev.tidemark.testkit.state.Desk.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.RepairMode;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.WeakTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Any history of an application that changes parents before their children come and after they go.
 * Memory is what was put last; the store is what memory was at the last flush, all of it; who
 * crashes begins with that.
 */
final class StateModelTest {

  private static final int NAMES = 6;
  private static final int BOUND = 2;

  private sealed interface Step {}

  /** Changes one name. */
  private record Change(What what, int name, int text) implements Step {
    enum What {
      PUT_ITEM,
      PUT_PART,
      UPDATE_ITEM,
      UPDATE_THAT_THROWS,
      REMOVE_PART,
      REMOVE_ITEM,
      REMOVE_ITEM_WITH_PART
    }
  }

  /** Something befalls the whole. */
  private enum Event implements Step {
    FLUSH,
    CRASH,
    STOP,
    LOSE,
    REPAIR
  }

  /** A flush that ends like this, and changes that come in its middle. */
  private record Flush(End end, List<Change> meanwhile) implements Step {
    enum End {
      WRITTEN,
      FAILED,
      ANSWER_LOST
    }
  }

  @Property
  void state_inMemory_isWhatTheModelIs(@ForAll("histories") List<Step> steps) {
    new Model(false).run(steps);
  }

  @Property
  void state_ofBoundedTypes_isWhatTheModelIs(@ForAll("histories") List<Step> steps) {
    new Model(true).run(steps);
  }

  private static final class Model {

    private static final StorageException BROKEN = new StorageException("broken", true);

    private final boolean bounded;
    private final Desk desk;
    private final Map<String, Row> memory = new TreeMap<>();
    private final Map<String, Row> stored = new TreeMap<>();
    private final TreeSet<String> dirty = new TreeSet<>();
    private StateEngine state;
    private WeakTable<Row> items;
    private WeakTable<Row> parts;
    private long number;

    Model(boolean bounded) {
      this.bounded = bounded;
      this.desk =
          Desk.of(bounded ? Desk.ITEMS.bounded("item", BOUND).bounded("part", BOUND) : Desk.ITEMS);
      open();
    }

    private void open() {
      state = desk.open();
      items = state.weak(Codec.rows(Desk.ITEM));
      parts = state.weak(Codec.rows(Desk.PART));
    }

    void run(List<Step> steps) {
      for (Step step : steps) {
        happen(step);
        assertSame(step);
      }
      happen(Event.REPAIR);
      happen(Event.STOP);
      assertSame(Event.STOP);
    }

    private void happen(Step step) {
      if (step instanceof Change change) {
        change(change);
      } else if (step instanceof Flush flush) {
        flush(flush);
      } else {
        befall((Event) step);
      }
    }

    private void befall(Event event) {
      switch (event) {
        case FLUSH -> flush(new Flush(Flush.End.WRITTEN, List.of()));
        case CRASH -> crash();
        case STOP -> stop();
        case LOSE -> lose();
        case REPAIR -> {
          assertThat(state.repair(RepairMode.FORCED).count()).isZero();
          written();
        }
      }
    }

    private void change(Change change) {
      String name = "n" + change.name();
      Row item = item(name, "" + change.text());
      switch (change.what()) {
        case PUT_ITEM -> {
          items.put(item);
          know("item " + name, Optional.of(item));
        }
        case PUT_PART -> {
          if (memory.containsKey("item " + name)) {
            parts.put(part(name));
            know("part " + name, Optional.of(part(name)));
          }
        }
        case UPDATE_ITEM -> {
          Optional<Row> now = items.update(key(name), before -> before.map(row -> item));
          know("item " + name, Optional.ofNullable(memory.get("item " + name)).map(row -> item));
          assertThat(now).isEqualTo(Optional.ofNullable(memory.get("item " + name)));
        }
        case UPDATE_THAT_THROWS ->
            assertThatThrownBy(
                    () ->
                        items.update(
                            key(name),
                            before -> {
                              throw BROKEN;
                            }))
                .isSameAs(BROKEN);
        case REMOVE_PART -> {
          parts.remove(key(name));
          know("part " + name, Optional.empty());
        }
        case REMOVE_ITEM -> {
          if (!memory.containsKey("part " + name)) {
            items.remove(key(name));
            know("item " + name, Optional.empty());
          }
        }
        case REMOVE_ITEM_WITH_PART -> {
          items.removeWithDependents(key(name));
          if (memory.containsKey("part " + name)) {
            know("part " + name, Optional.empty());
          }
          know("item " + name, Optional.empty());
        }
      }
    }

    private void know(String name, Optional<Row> row) {
      row.ifPresentOrElse(present -> memory.put(name, present), () -> memory.remove(name));
      dirty.add(name);
    }

    private static Row part(String name) {
      return Row.of(Desk.PART, Map.of("name", name));
    }

    private void flush(Flush flush) {
      boolean nothing = dirty.isEmpty();
      Map<String, Row> cut = new TreeMap<>(memory);
      TreeSet<String> drained = new TreeSet<>(dirty);
      desk.weak.beforeCommit(
          () -> {
            dirty.clear();
            flush.meanwhile().forEach(this::change);
            breakIf(flush.end() == Flush.End.FAILED);
          });
      desk.weak.afterCommit(() -> breakIf(flush.end() == Flush.End.ANSWER_LOST));
      if (nothing) {
        assertThat(state.flush().number()).isEqualTo(state.status().last().number());
      } else if (flush.end() == Flush.End.WRITTEN) {
        long before = number;
        number = state.flush().number();
        assertThat(number).isGreaterThan(before);
      } else {
        assertThatThrownBy(state::flush).isSameAs(BROKEN);
        dirty.addAll(drained);
      }
      desk.weak.beforeCommit(() -> {});
      desk.weak.afterCommit(() -> {});
      if (!nothing && flush.end() != Flush.End.FAILED) {
        stored.clear();
        stored.putAll(cut);
      }
    }

    private static void breakIf(boolean broken) {
      if (broken) {
        throw BROKEN;
      }
    }

    private void written() {
      stored.clear();
      stored.putAll(memory);
      dirty.clear();
    }

    /** Nobody stops the engine; another one finds what was written. */
    private void crash() {
      open();
      number = state.status().last().number();
      stored.keySet().removeIf(name -> isPartWithoutItem(name, stored));
      memory.clear();
      memory.putAll(stored);
      dirty.clear();
    }

    private static boolean isPartWithoutItem(String name, Map<String, Row> rows) {
      return name.startsWith("part ") && !rows.containsKey(name.replace("part ", "item "));
    }

    private void stop() {
      state.stop();
      written();
      assertSame(Event.STOP);
      assertThatThrownBy(() -> items.put(item("n0", "late"))).hasMessageContaining("stopped");
      crash();
    }

    /** What is in memory comes back; of bounded types, that is what was not written yet. */
    private void lose() {
      desk.weak.lose();
      change(new Change(Change.What.PUT_ITEM, 0, -1));
      state.flush();
      Map<String, Row> fresh = new TreeMap<>(memory);
      fresh.keySet().retainAll(dirty);
      stored.clear();
      stored.putAll(fresh);
      dirty.clear();
      if (bounded) {
        memory.keySet().retainAll(fresh.keySet());
        state.repair(RepairMode.FORCED);
        memory.keySet().removeIf(name -> isPartWithoutItem(name, fresh));
        state.flush();
        written();
      } else {
        dirty.addAll(memory.keySet());
      }
    }

    private void assertSame(Step after) {
      assertThat(read()).as("memory after %s", after).isEqualTo(memory);
      assertThat(listed()).as("memory, listed, after %s", after).isEqualTo(memory);
      assertThat(inStore()).as("store after %s", after).isEqualTo(stored);
      assertThat(state.status().count()).as("dirty after %s", after).isEqualTo(dirty.size());
    }

    private Map<String, Row> read() {
      Map<String, Row> rows = new TreeMap<>();
      for (int i = 0; i < NAMES; i++) {
        String name = "n" + i;
        items.get(key(name)).ifPresent(row -> rows.put("item " + name, row));
        parts.get(key(name)).ifPresent(row -> rows.put("part " + name, row));
      }
      return rows;
    }

    private Map<String, Row> listed() {
      Map<String, Row> rows = new TreeMap<>();
      items.forEach(row -> assertThat(rows.put(name(row), row)).isNull());
      parts.forEach(row -> assertThat(rows.put(name(row), row)).isNull());
      return rows;
    }

    private Map<String, Row> inStore() {
      Map<String, Row> rows = new TreeMap<>();
      for (EntityType type : List.of(Desk.ITEM, Desk.PART)) {
        desk.weak.scan(type, row -> rows.put(name(row), row));
      }
      return rows;
    }

    private static String name(Row row) {
      return row.type() + " " + row.key();
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Change> change =
        Combinators.combine(
                Arbitraries.of(Change.What.class),
                Arbitraries.integers().between(0, NAMES - 1),
                Arbitraries.integers().between(0, 99))
            .as(Change::new);
    Arbitrary<Step> flush =
        Combinators.combine(Arbitraries.of(Flush.End.class), change.list().ofMaxSize(3))
            .as(Flush::new);
    return Arbitraries.frequencyOf(
            Tuple.of(8, change.map(each -> (Step) each)),
            Tuple.of(2, flush),
            Tuple.of(2, Arbitraries.of(Event.class).map(each -> (Step) each)))
        .list()
        .ofMinSize(5)
        .ofMaxSize(80);
  }
}
