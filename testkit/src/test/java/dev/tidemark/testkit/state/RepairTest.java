package dev.tidemark.testkit.state;

import static dev.tidemark.testkit.contract.StateSample.account;
import static dev.tidemark.testkit.contract.StateSample.call;
import static dev.tidemark.testkit.contract.StateSample.dynamic;
import static dev.tidemark.testkit.contract.StateSample.lease;
import static dev.tidemark.testkit.contract.StateSample.link;
import static dev.tidemark.testkit.contract.StateSample.node;
import static dev.tidemark.testkit.contract.StateSample.platform;
import static dev.tidemark.testkit.contract.StateSample.session;
import static dev.tidemark.testkit.contract.StateSample.subscription;
import static dev.tidemark.testkit.state.Desk.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.RepairRefusedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.RepairGuard;
import dev.tidemark.core.state.RepairMode;
import dev.tidemark.core.state.RepairReport;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.WeakTable;
import dev.tidemark.testkit.contract.StateSample;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What refers to nothing is removed, in the store and in memory, unless it is too much. */
final class RepairTest {

  private static final StorageException DEAD = new StorageException("the disk is dead", true);

  private Desk desk = Desk.ofSample();

  private void make(boolean bounded) {
    desk = bounded ? Desk.ofBoundedSample(5) : Desk.ofSample();
  }

  private static WeakTable<Row> weak(StateEngine state, EntityType type) {
    return state.weak(Codec.rows(type));
  }

  private static List<String> held(StateEngine state, EntityType type) {
    return Desk.held(weak(state, type), Codec.rows(type));
  }

  private static void put(StateEngine state, Row... rows) {
    for (Row row : rows) {
      weak(state, row.type()).put(row);
    }
  }

  private static void insert(StateEngine state, Row row) {
    state.strong(Codec.rows(row.type())).insert(row);
  }

  /** Rows of the store alone, as a process that knew another strong state has left them. */
  private void store(Row... rows) {
    for (Row row : rows) {
      desk.weak.flush(desk.weak.lastFlush(), List.of(StateSample.upsert(row)));
    }
  }

  /** Sessions without their account. */
  private void storeLost(int from, int to) {
    IntStream.range(from, to).forEach(i -> store(session(i, "r", 404L)));
  }

  private static Map<String, Integer> counts(RepairReport report) {
    return report.removed().stream()
        .filter(each -> !each.keys().isEmpty())
        .collect(Collectors.toMap(each -> each.rule().text(), each -> each.keys().size()));
  }

  @Test
  void dryRun_countsWhatAGuardedRepairRemoves_andChangesNothing() {
    StateEngine state = desk.open();
    insert(state, subscription("s"));
    put(state, node("n"), link("s", "n", false), node("unkept"), dynamic("unkept", 1));
    put(state, link("gone", "n", false), lease("gone", "a", "n"), session(1, "r", 1L));
    put(state, call(1, 1L, true), call(2, 1L, false));

    RepairReport tried = state.repair(RepairMode.DRY_RUN);

    assertThat(tried.applied()).isFalse();
    assertThat(counts(tried))
        .containsOnly(
            Map.entry("nodes_static that no subscription_nodes keeps", 1),
            Map.entry("nodes_dynamic without its nodes_static", 1),
            Map.entry("subscription_nodes without its subscriptions", 1),
            Map.entry("leases without its platforms", 1),
            Map.entry("sessions without its accounts", 1),
            Map.entry("calls without its sessions while state = it's open", 1));
    assertThat(tried.count()).isEqualTo(6);
    assertThat(desk.stored(StateSample.NODE)).containsExactly("n", "unkept");
    assertThat(held(state, StateSample.CALL)).containsExactly("1", "2");
    assertThat(state.status().count()).isZero();
    assertThat(desk.told.events(StateEvent.Repaired.class)).isEmpty();

    RepairReport done = state.repair(RepairMode.GUARDED);

    assertThat(done.applied()).isTrue();
    assertThat(done.removed()).isEqualTo(tried.removed());
    assertThat(desk.told.events(StateEvent.Repaired.class))
        .containsExactly(new StateEvent.Repaired(done));
    assertThat(desk.stored(StateSample.NODE)).containsExactly("n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void repair_onDemand_keepsMemoryInStep(boolean bounded) {
    make(bounded);
    StateEngine state = desk.open();
    insert(state, subscription("s"));
    put(state, node("n"), link("s", "n", false), dynamic("n", 1), node("unkept"));
    put(state, dynamic("unkept", 1), session(1, "r", 1L), call(1, 1L, true), call(2, 1L, false));

    state.repair(RepairMode.FORCED);

    assertThat(held(state, StateSample.NODE)).containsExactly("n");
    assertThat(held(state, StateSample.DYNAMIC)).containsExactly("n");
    assertThat(held(state, StateSample.SESSION)).isEmpty();
    assertThat(held(state, StateSample.CALL)).containsExactly("2");
    assertThat(weak(state, StateSample.NODE).get(key("unkept"))).isEmpty();
    state.flush();
    assertThat(desk.stored(StateSample.NODE)).containsExactly("n");
    assertThat(desk.stored(StateSample.DYNAMIC)).containsExactly("n");
    assertThat(desk.stored(StateSample.CALL)).containsExactly("2");
    assertThat(state.repair(RepairMode.FORCED).count()).isZero();
  }

  /**
   * Where children stand before what keeps their parents, the parents are the last to be judged.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void repair_keepsMemoryInStep_inWhateverOrderTypesAre(boolean bounded) {
    StateSchema schema =
        StateSchema.of(
            StateSample.SCHEMA.strong(),
            StateSample.SCHEMA
                .strong()
                .below("cache", StateSample.NODE, StateSample.DYNAMIC, StateSample.LINK));
    desk =
        Desk.of(bounded ? schema.bounded("nodes_static", 1).bounded("nodes_dynamic", 1) : schema);
    StateEngine state = desk.open();
    weak(state, StateSample.LINK);
    put(state, node("n"), dynamic("n", 1));

    state.repair(RepairMode.FORCED);

    assertThat(held(state, StateSample.NODE)).isEmpty();
    assertThat(held(state, StateSample.DYNAMIC)).isEmpty();
    state.flush();
    assertThat(desk.stored(StateSample.DYNAMIC)).isEmpty();
  }

  @Test
  void open_repairsWhatAnEarlierProcessLeft() {
    storeLost(0, 3);
    store(call(1, 0L, true));

    StateEngine state = desk.open();

    assertThat(desk.stored(StateSample.SESSION)).isEmpty();
    assertThat(desk.stored(StateSample.CALL)).isEmpty();
    assertThat(desk.told.events(StateEvent.Repaired.class))
        .singleElement()
        .satisfies(event -> assertThat(event.report().count()).isEqualTo(4));
    assertThat(held(state, StateSample.SESSION)).isEmpty();
    assertThat(state.status().count()).isZero();
  }

  @Test
  void open_withNothingToRepair_tellsNothing() {
    desk.open();
    StateEngine state = desk.open();

    assertThat(state.repair(RepairMode.GUARDED).count()).isZero();
    assertThat(state.repair(RepairMode.FORCED).applied()).isTrue();
    assertThat(desk.told.events()).isEmpty();
  }

  @Test
  void open_withMoreLostThanIsBelieved_refusesAndLeavesAll() {
    desk.guard.set(new RepairGuard(0.5, 2));
    storeLost(0, 3);
    store(call(1, 0L, true), lease("p", "a", "n"));

    assertThatThrownBy(desk::open)
        .isInstanceOf(RepairRefusedException.class)
        .hasMessage(
            "repair the weak state: 3 of 3 sessions would be removed, since what they refer to is"
                + " not in the strong state; put the right strong state back, or force the repair"
                + " if they are really of no use (expected at most 2 rows or 50% of a type)");

    assertThat(desk.stored(StateSample.SESSION)).hasSize(3);
    assertThat(desk.stored(StateSample.LEASE)).hasSize(1);
    assertThat(desk.told.events()).isEmpty();
  }

  /** Both must be exceeded; of the rows, {@code lost} refer to nothing. */
  @ParameterizedTest
  @CsvSource({
    "3, 0.5, 4, 6, true", // no more than three
    "3, 0.5, 4, 4, false", // all of them
    "3, 0.5, 4, 8, true", // no more than a half
    "3, 0.5, 4, 7, false",
    "4, 0.5, 4, 4, true",
    "0, 1, 4, 4, true", // no share is more than all
    "0, 0, 1, 9, false",
    "0, 0, 0, 9, true"
  })
  void guard_refusesMoreThanSoManyRowsAndMoreThanTheShare(
      long rows, double share, int lost, int all, boolean repaired) {
    boolean exceedsRows = lost > rows;
    boolean exceedsShare = lost > share * all;
    StateEngine state = desk.open();
    insert(state, account("r", 1));
    storeLost(0, lost);
    IntStream.range(lost, all).forEach(i -> store(session(i, "r", 1L)));
    desk.guard.set(new RepairGuard(share, rows));

    if (exceedsRows && exceedsShare) {
      assertThatThrownBy(desk::open).isInstanceOf(RepairRefusedException.class);
    } else {
      desk.open();
    }

    assertThat(desk.stored(StateSample.SESSION))
        .hasSize(exceedsRows && exceedsShare ? all : all - lost);
  }

  /** What lacks a weak parent was left so by a kill, and says nothing of the strong state. */
  @Test
  void guard_countsWhatLacksTheStrongStateAlone() {
    desk.guard.set(new RepairGuard(0.5, 2));
    StateEngine state = desk.open();
    insert(state, platform("p", "P"));
    insert(state, subscription("s"));
    store(node("n"), link("s", "n", false));
    store(lease("p", "a", "n"), lease("p", "b", "gone"), lease("p", "c", "gone"));
    store(lease("p", "d", "gone"), lease("gone", "e", "n"));

    assertThat(state.repair(RepairMode.GUARDED).count()).isEqualTo(4);
    assertThat(desk.stored(StateSample.LEASE)).hasSize(1);

    store(lease("gone", "b", "n"), lease("gone", "c", "n"), lease("gone", "d", "n"));
    assertThatThrownBy(() -> state.repair(RepairMode.GUARDED))
        .isInstanceOf(RepairRefusedException.class)
        .hasMessageContaining("repair the weak state: 3 of 4 leases would be removed");
    assertThat(desk.stored(StateSample.LEASE)).hasSize(4);
  }

  @Test
  void refusal_namesEveryType() {
    desk.guard.set(new RepairGuard(0.25, 0));
    StateEngine state = desk.open();
    insert(state, subscription("s"));
    storeLost(0, 2);
    store(node("n"), link("s", "n", false));
    store(lease("gone", "a", "n"));

    assertThatThrownBy(() -> state.repair(RepairMode.GUARDED))
        .hasMessageContaining(": 1 of 1 leases, 2 of 2 sessions would be removed")
        .hasMessageContaining("(expected at most 0 rows or 25% of a type)");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void forced_goesBeyondTheGuard(boolean bounded) {
    make(bounded);
    desk.guard.set(new RepairGuard(0, 0));
    StateEngine state = desk.open();
    put(state, session(1, "r", 1L), session(2, null, null));

    assertThatThrownBy(() -> state.repair(RepairMode.GUARDED))
        .isInstanceOf(RepairRefusedException.class);
    assertThat(held(state, StateSample.SESSION)).containsExactly("1", "2");

    assertThat(state.repair(RepairMode.FORCED).count()).isOne();
    assertThat(desk.stored(StateSample.SESSION)).containsExactly("2");
    assertThat(held(state, StateSample.SESSION)).containsExactly("2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void repair_ofAStoreThatFails_leavesAllAsItWas(boolean bounded) {
    make(bounded);
    StateEngine state = desk.open();
    put(state, session(1, "r", 1L));
    desk.rigged.beforeRepair(
        () -> {
          throw DEAD;
        });

    assertThatThrownBy(() -> state.repair(RepairMode.FORCED)).isSameAs(DEAD);

    assertThat(held(state, StateSample.SESSION)).containsExactly("1");
    assertThat(desk.stored(StateSample.SESSION)).containsExactly("1");
    assertThat(desk.told.events(StateEvent.Repaired.class)).isEmpty();
  }

  @Test
  void repair_whoseFlushFails_triesNothing() {
    StateEngine state = desk.open();
    put(state, session(1, "r", 1L));
    desk.weak.failNext(DEAD);

    assertThatThrownBy(() -> state.repair(RepairMode.FORCED)).isSameAs(DEAD);

    assertThat(state.status().count()).isOne();
    assertThat(held(state, StateSample.SESSION)).containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void repair_leavesWhatBecameRightMeanwhile_andWritesItAgain(boolean bounded) {
    make(bounded);
    StateEngine state = desk.open();
    insert(state, subscription("s"));
    put(state, session(1, "r", 1L), session(2, "r", 2L), session(3, "r", 3L), node("n"));
    put(state, call(4, 1L, true), call(5, 2L, true));
    WeakTable<Row> sessions = weak(state, StateSample.SESSION);
    WeakTable<Row> links = weak(state, StateSample.LINK);
    desk.rigged.afterRepair(
        () -> {
          insert(state, account("r", 1));
          sessions.put(session(2, null, null));
          links.put(link("s", "n", false));
          desk.rigged.afterRepair(() -> {});
        });

    assertThat(state.repair(RepairMode.FORCED).count()).isEqualTo(6);

    assertThat(held(state, StateSample.SESSION)).containsExactly("1", "2");
    assertThat(held(state, StateSample.CALL)).containsExactly("4", "5");
    assertThat(held(state, StateSample.NODE)).containsExactly("n");
    state.flush();
    assertThat(desk.stored(StateSample.SESSION)).containsExactly("1", "2");
    assertThat(desk.stored(StateSample.CALL)).containsExactly("4", "5");
    assertThat(desk.stored(StateSample.NODE)).containsExactly("n");
    assertThat(state.repair(RepairMode.DRY_RUN).count()).isZero();
  }

  @Test
  void repair_ofTypesThatNobodyUses_isThatOfTheStore() {
    StateEngine state = desk.open();
    storeLost(0, 2);

    assertThat(state.repair(RepairMode.GUARDED).count()).isEqualTo(2);

    assertThat(desk.stored(StateSample.SESSION)).isEmpty();
    assertThat(state.status().count()).isZero();
  }

  @Test
  void repair_afterTheStop_isRefused() {
    StateEngine state = desk.open();
    put(state, session(1, "r", 1L));
    state.stop();

    assertThatThrownBy(() -> state.repair(RepairMode.FORCED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("repair the weak state: the state was stopped");

    assertThat(desk.stored(StateSample.SESSION)).containsExactly("1");
    assertThat(state.repair(RepairMode.DRY_RUN).count()).isOne();
  }
}
