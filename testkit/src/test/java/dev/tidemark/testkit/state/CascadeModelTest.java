package dev.tidemark.testkit.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.RepairGuard;
import dev.tidemark.core.state.RepairMode;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.RepairRule;
import dev.tidemark.testkit.contract.StateSample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * A cascade removes what a repair would, no less and no more: of two states that were the same, one
 * loses a row and what goes with it, the other loses the row alone and is repaired.
 */
final class CascadeModelTest {

  private static final int NAMES = 3;

  /** A row that goes: of those of its type, the one with this number. */
  private record Loss(EntityType type, int number) {}

  @Property
  void cascade_inMemory_isARepairAtOnce(
      @ForAll("rows") List<Row> rows,
      @ForAll("rows") List<Row> dirty,
      @ForAll("losses") List<Loss> losses) {
    new Pair(StateSample.SCHEMA).run(rows, dirty, losses);
  }

  @Property
  void cascade_ofBoundedTypes_isARepairAtOnce(
      @ForAll("rows") List<Row> rows,
      @ForAll("rows") List<Row> dirty,
      @ForAll("losses") List<Loss> losses) {
    new Pair(Desk.ofBoundedSample(2).schema).run(rows, dirty, losses);
  }

  private static final class Pair {

    private final Desk desk;
    private final Desk twin;
    private final StateEngine state;
    private final StateEngine repaired;

    Pair(StateSchema schema) {
      this.desk = Desk.of(schema);
      this.twin = Desk.ofSample();
      this.state = desk.open();
      twin.guard.set(new RepairGuard(1, Long.MAX_VALUE));
      this.repaired = twin.open();
    }

    void run(List<Row> rows, List<Row> dirty, List<Loss> losses) {
      for (StateEngine each : List.of(state, repaired)) {
        parents().forEach(row -> each.strong(Codec.rows(row.type())).insert(row));
        rows.forEach(row -> each.weak(Codec.rows(row.type())).put(row));
        each.repair(RepairMode.FORCED);
        each.flush();
      }
      for (Loss loss : losses) {
        touch(dirty);
        lose(loss);
      }
      state.flush();
      for (EntityType type : desk.schema.weak().types()) {
        assertThat(stored(desk, type)).as(type.name()).isEqualTo(stored(twin, type));
        assertThat(Desk.held(state.weak(Codec.rows(type)), Codec.rows(type)))
            .containsExactlyInAnyOrderElementsOf(desk.stored(type));
      }
      assertThat(state.repair(RepairMode.FORCED).count()).isZero();
    }

    /** Values that are not written while they are removed. */
    private void touch(List<Row> dirty) {
      dirty.forEach(row -> state.weak(Codec.rows(row.type())).update(row.key(), before -> before));
    }

    private void lose(Loss loss) {
      List<RowKey> keys = keys(loss.type());
      if (keys.isEmpty()) {
        return;
      }
      RowKey key = keys.get(loss.number() % keys.size());
      if (desk.schema.weak().find(loss.type().name()).isPresent()) {
        state.weak(Codec.rows(loss.type())).removeWithDependents(key);
        repaired.weak(Codec.rows(loss.type())).remove(key);
      } else {
        state.strong(Codec.rows(loss.type())).delete(key);
        twin.strong.write("delete", write -> write.delete(loss.type(), key, 1));
      }
      repaired.repair(RepairMode.FORCED);
      repaired.flush();
    }

    /** Those of the twin, which is all in its stores. */
    private List<RowKey> keys(EntityType type) {
      List<RowKey> keys = new ArrayList<>();
      if (desk.schema.weak().find(type.name()).isPresent()) {
        twin.weak.scan(type, row -> keys.add(row.key()));
      } else {
        repaired.strong(Codec.rows(type)).list().forEach(row -> keys.add(row.value().key()));
      }
      return keys;
    }

    private static List<Row> stored(Desk desk, EntityType type) {
      List<Row> rows = new ArrayList<>();
      desk.weak.scan(type, rows::add);
      return rows;
    }
  }

  private static List<Row> parents() {
    return Stream.of("0", "1", "2")
        .flatMap(
            name ->
                Stream.of(
                    StateSample.platform(name, name),
                    StateSample.subscription(name),
                    StateSample.account("r", Long.parseLong(name))))
        .toList();
  }

  /** Such that it is of use to know them: every type of the sample that a rule speaks of. */
  @Provide
  Arbitrary<List<Row>> rows() {
    Arbitrary<Integer> number = Arbitraries.integers().between(0, NAMES);
    Arbitrary<String> name = number.map(String::valueOf);
    Arbitrary<Boolean> flag = Arbitraries.of(true, false);
    Arbitrary<Long> id = number.map(Integer::longValue);
    return Arbitraries.frequencyOf(
            Tuple.of(3, name.map(StateSample::node)),
            Tuple.of(5, Combinators.combine(name, name, flag).as(StateSample::link)),
            Tuple.of(1, name.map(node -> StateSample.dynamic(node, 1))),
            Tuple.of(2, Combinators.combine(name, name).as(StateSample::latency)),
            Tuple.of(3, Combinators.combine(name, name, name).as(StateSample::lease)),
            Tuple.of(3, Combinators.combine(id, id.injectNull(0.2)).as((s, n) -> session(s, n))),
            Tuple.of(3, Combinators.combine(id, id.injectNull(0.2), flag).as(StateSample::call)),
            Tuple.of(2, Combinators.combine(id, id).as(StateSample::hop)))
        .list()
        .ofMaxSize(40);
  }

  private static Row session(long id, Long number) {
    return StateSample.session(id, "r", number);
  }

  @Provide
  Arbitrary<List<Loss>> losses() {
    Arbitrary<EntityType> type =
        Arbitraries.of(
            Stream.concat(
                    Stream.of(StateSample.PLATFORM, StateSample.SUBSCRIPTION, StateSample.ACCOUNT),
                    StateSample.SCHEMA.repairRules().stream().map(RepairRule::type).distinct())
                .toList());
    return Combinators.combine(type, Arbitraries.integers().between(0, 9))
        .as(Loss::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
