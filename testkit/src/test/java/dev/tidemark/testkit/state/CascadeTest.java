package dev.tidemark.testkit.state;

import static dev.tidemark.testkit.contract.StateSample.account;
import static dev.tidemark.testkit.contract.StateSample.call;
import static dev.tidemark.testkit.contract.StateSample.dynamic;
import static dev.tidemark.testkit.contract.StateSample.hop;
import static dev.tidemark.testkit.contract.StateSample.latency;
import static dev.tidemark.testkit.contract.StateSample.lease;
import static dev.tidemark.testkit.contract.StateSample.link;
import static dev.tidemark.testkit.contract.StateSample.node;
import static dev.tidemark.testkit.contract.StateSample.platform;
import static dev.tidemark.testkit.contract.StateSample.session;
import static dev.tidemark.testkit.contract.StateSample.subscription;
import static dev.tidemark.testkit.state.Desk.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.RepairMode;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.WeakTable;
import dev.tidemark.testkit.contract.StateSample;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes with a row that is removed, and what stays. */
final class CascadeTest {

  /** Where the rows are that are to go. */
  private enum Kind {
    RESIDENT,
    BOUNDED,
    UNCLAIMED
  }

  private static final StorageException DEAD = new StorageException("the disk is dead", true);

  private Desk desk = Desk.ofSample();
  private StateEngine state = desk.open();

  private void make(Kind kind) {
    desk = kind == Kind.BOUNDED ? Desk.ofBoundedSample(1) : Desk.ofSample();
    state = desk.open();
    if (kind != Kind.UNCLAIMED) {
      claimAll();
    }
  }

  private void claimAll() {
    desk.schema.weak().types().forEach(this::weak);
  }

  private WeakTable<Row> weak(EntityType type) {
    return state.weak(Codec.rows(type));
  }

  private void strong(Row... rows) {
    for (Row row : rows) {
      state.strong(Codec.rows(row.type())).insert(row);
    }
  }

  /** Puts rows in memory, or in the store alone if nobody has claimed their type. */
  private void put(Kind kind, Row... rows) {
    if (kind == Kind.UNCLAIMED) {
      for (Row row : rows) {
        desk.weak.flush(desk.weak.lastFlush(), List.of(StateSample.upsert(row)));
      }
    } else {
      for (Row row : rows) {
        weak(row.type()).put(row);
      }
    }
  }

  private void delete(EntityType type, Object... key) {
    state.strong(Codec.rows(type)).delete(RowKey.of(key));
  }

  private List<String> held(EntityType type) {
    return Desk.held(weak(type), Codec.rows(type));
  }

  private void assertNothingToRepair() {
    assertThat(state.repair(RepairMode.FORCED).removed())
        .allSatisfy(removed -> assertThat(removed.keys()).as(removed.rule().text()).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void delete_ofAStrongParent_takesItsWeakChildren(Kind kind) {
    make(kind);
    strong(platform("p", "P"), platform("q", "Q"), subscription("s"));
    put(kind, node("n"), link("s", "n", false), lease("p", "a", "n"), lease("q", "a", "n"));
    state.flush();

    delete(StateSample.PLATFORM, "p");

    if (kind != Kind.UNCLAIMED) {
      assertThat(held(StateSample.LEASE)).containsExactly("[\"q\",\"a\"]");
    }
    state.flush();
    assertThat(desk.stored(StateSample.LEASE)).containsExactly("[\"q\",\"a\"]");
    assertThat(desk.stored(StateSample.NODE)).containsExactly("n");
    assertNothingToRepair();
  }

  @ParameterizedTest
  @EnumSource
  void delete_ofAStrongParent_reachesEveryLevel_andHeedsConditions(Kind kind) {
    make(kind);
    strong(account("r", 1), account("r", 2));
    put(kind, session(1, "r", 1L), session(2, "r", 2L), session(3, null, null));
    put(kind, call(1, 1L, true), call(2, 1L, false), call(3, 2L, true), call(4, null, true));
    put(kind, hop(1, 1), hop(1, 2), hop(2, 1), hop(3, 1));
    state.flush();

    delete(StateSample.ACCOUNT, "r", 1L);
    state.flush();

    assertThat(desk.stored(StateSample.SESSION)).containsExactly("2", "3");
    assertThat(desk.stored(StateSample.CALL)).containsExactly("2", "3", "4");
    assertThat(desk.stored(StateSample.HOP)).containsExactly("[2,1]", "[3,1]");
    assertThat(held(StateSample.CALL)).containsExactly("2", "3", "4");
    assertThat(held(StateSample.HOP)).containsExactly("[2,1]", "[3,1]");
    assertNothingToRepair();
  }

  @ParameterizedTest
  @EnumSource
  void delete_ofAKeepersParent_takesWhatNobodyElseKeeps(Kind kind) {
    make(kind);
    strong(subscription("s"), subscription("t"), platform("p", "P"));
    for (String hash : List.of("mine", "both", "evicted", "others")) {
      put(kind, node(hash), dynamic(hash, 1), latency(hash, "d"), latency(hash, "e"));
      put(kind, lease("p", hash, hash));
    }
    put(kind, link("s", "mine", false), link("s", "both", false), link("t", "both", false));
    put(kind, link("s", "evicted", false), link("t", "evicted", true));
    put(kind, link("t", "others", false), link("s", "others", true), link("t", "gone", true));
    state.flush();

    delete(StateSample.SUBSCRIPTION, "s");
    state.flush();

    assertThat(desk.stored(StateSample.LINK))
        .containsExactly(
            "[\"t\",\"both\"]", "[\"t\",\"evicted\"]", "[\"t\",\"gone\"]", "[\"t\",\"others\"]");
    assertThat(desk.stored(StateSample.NODE)).containsExactly("both", "others");
    assertThat(desk.stored(StateSample.DYNAMIC)).containsExactly("both", "others");
    assertThat(desk.stored(StateSample.LATENCY)).hasSize(4);
    assertThat(desk.stored(StateSample.LEASE))
        .containsExactly("[\"p\",\"both\"]", "[\"p\",\"others\"]");
    assertThat(held(StateSample.NODE)).containsExactly("both", "others");
    assertThat(held(StateSample.LEASE)).hasSize(2);
    assertNothingToRepair();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESIDENT", "BOUNDED"})
  void delete_takesChildrenThatAreOnlyInMemoryYet(Kind kind) {
    make(kind);
    strong(subscription("s"), platform("p", "P"));
    put(kind, node("n"), link("s", "n", false), dynamic("n", 1), lease("p", "a", "n"));

    delete(StateSample.SUBSCRIPTION, "s");

    assertThat(held(StateSample.LINK)).isEmpty();
    assertThat(held(StateSample.NODE)).isEmpty();
    assertThat(held(StateSample.DYNAMIC)).isEmpty();
    assertThat(held(StateSample.LEASE)).isEmpty();
    state.flush();
    assertThat(desk.stored(StateSample.NODE)).isEmpty();
    assertNothingToRepair();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESIDENT", "BOUNDED"})
  void delete_inTheMiddleOfAFlush_takesWhatTheFlushWrites(Kind kind) {
    make(kind);
    strong(subscription("s"));
    put(kind, node("old"), link("s", "old", false));
    state.flush();
    put(kind, node("n"), link("s", "n", false), dynamic("n", 1), dynamic("old", 1));
    desk.weak.beforeCommit(
        () -> {
          desk.weak.beforeCommit(() -> {});
          state.strong(Codec.rows(StateSample.SUBSCRIPTION)).delete(key("s"));
        });

    state.flush();

    for (EntityType type : List.of(StateSample.NODE, StateSample.LINK, StateSample.DYNAMIC)) {
      assertThat(weak(type).get(key("n"))).isEmpty();
    }
    state.flush();
    for (EntityType type : List.of(StateSample.NODE, StateSample.LINK, StateSample.DYNAMIC)) {
      assertThat(desk.stored(type)).isEmpty();
      assertThat(held(type)).isEmpty();
    }
    assertNothingToRepair();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESIDENT", "BOUNDED"})
  void delete_sparesChildrenThatReferToAnotherParentByNow(Kind kind) {
    make(kind);
    strong(account("r", 1), account("r", 2));
    put(kind, session(1, "r", 1L), session(2, "r", 1L), session(3, "r", 1L));
    put(kind, call(1, 1L, true), call(2, 2L, true), call(3, 3L, true));
    state.flush();
    put(kind, session(1, "r", 2L), session(2, null, null));

    delete(StateSample.ACCOUNT, "r", 1L);

    assertThat(held(StateSample.SESSION)).containsExactly("1", "2");
    assertThat(held(StateSample.CALL)).containsExactly("1", "2");
    state.flush();
    assertThat(desk.stored(StateSample.SESSION)).containsExactly("1", "2");
    assertNothingToRepair();
  }

  @Test
  void delete_sparesAChildThatIsRepointedWhileItIsLookedFor() {
    make(Kind.BOUNDED);
    strong(account("r", 1), account("r", 2));
    put(Kind.BOUNDED, session(1, "r", 1L), session(2, "r", 1L));
    put(Kind.BOUNDED, call(9, 2L, true));
    state.flush();
    WeakTable<Row> sessions = weak(StateSample.SESSION);
    // The children of sessions are read after the sessions.
    desk.rigged.beforeRead(new Nth(2, () -> sessions.put(session(1, "r", 2L))));

    delete(StateSample.ACCOUNT, "r", 1L);
    state.flush();

    assertThat(desk.stored(StateSample.SESSION)).containsExactly("1");
    assertThat(desk.weak.find(StateSample.SESSION, key(1L))).contains(session(1, "r", 2L));
    assertThat(desk.stored(StateSample.CALL)).isEmpty();
    assertNothingToRepair();
  }

  /** Runs something at the nth time, and never again. */
  private static final class Nth implements Runnable {

    private final Runnable what;
    private int left;

    Nth(int times, Runnable what) {
      this.left = times;
      this.what = what;
    }

    @Override
    public void run() {
      if (--left == 0) {
        what.run();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESIDENT", "BOUNDED"})
  void removeWithDependents_takesChildrenAndLeavesParents(Kind kind) {
    make(kind);
    put(kind, session(1, null, null), call(1, 1L, true), call(2, 1L, false), hop(1, 1), hop(2, 1));
    state.flush();

    weak(StateSample.CALL).removeWithDependents(key(1L));
    state.flush();
    assertThat(desk.stored(StateSample.SESSION)).containsExactly("1");
    assertThat(desk.stored(StateSample.CALL)).containsExactly("2");
    assertThat(desk.stored(StateSample.HOP)).containsExactly("[2,1]");

    put(kind, call(3, 1L, true), hop(3, 1));
    weak(StateSample.SESSION).removeWithDependents(key(1L));
    state.flush();
    assertThat(desk.stored(StateSample.SESSION)).isEmpty();
    assertThat(desk.stored(StateSample.CALL)).containsExactly("2");
    assertThat(desk.stored(StateSample.HOP)).containsExactly("[2,1]");
    assertNothingToRepair();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESIDENT", "BOUNDED"})
  void removeWithDependents_ofAKeeper_takesWhatNobodyElseKeeps(Kind kind) {
    make(kind);
    strong(subscription("s"), subscription("t"));
    put(kind, node("mine"), dynamic("mine", 1), node("both"), dynamic("both", 1));
    put(kind, link("s", "mine", false), link("s", "both", false), link("t", "both", false));
    put(kind, link("s", "gone", true));
    state.flush();

    weak(StateSample.LINK).removeWithDependents(key("s", "mine"));
    weak(StateSample.LINK).removeWithDependents(key("s", "both"));
    weak(StateSample.LINK).removeWithDependents(key("s", "gone"));
    weak(StateSample.LINK).removeWithDependents(key("never", "there"));

    assertThat(held(StateSample.NODE)).containsExactly("both");
    assertThat(held(StateSample.DYNAMIC)).containsExactly("both");
    state.flush();
    assertThat(desk.stored(StateSample.NODE)).containsExactly("both");
    assertThat(desk.stored(StateSample.LINK)).containsExactly("[\"t\",\"both\"]");
    assertNothingToRepair();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESIDENT", "BOUNDED"})
  void remove_alone_leavesWhatRefersToIt(Kind kind) {
    make(kind);
    put(kind, session(1, null, null), call(1, 1L, true));

    weak(StateSample.SESSION).remove(key(1L));

    assertThat(held(StateSample.CALL)).containsExactly("1");
  }

  @ParameterizedTest
  @EnumSource(names = {"RESIDENT", "BOUNDED"})
  void delete_passesOverAValueThatIsNoRow(Kind kind) {
    desk = kind == Kind.BOUNDED ? Desk.ofBoundedSample(1) : Desk.ofSample();
    state = desk.open();
    strong(account("r", 1));
    WeakTable<Row> sessions = state.weak(new Picky(StateSample.SESSION, key(2L)));
    sessions.put(session(1, "r", 1L));
    sessions.put(session(2, "r", 1L));

    delete(StateSample.ACCOUNT, "r", 1L);

    assertThat(sessions.get(key(1L))).isEmpty();
    assertThat(sessions.get(key(2L))).isPresent();
    assertThat(state.flush().left()).isOne();
  }

  /** Cannot encode one value. */
  private record Picky(EntityType type, RowKey bad) implements Codec<Row> {

    @Override
    public RowKey key(Row value) {
      return value.key();
    }

    @Override
    public Row encode(Row value) {
      if (value.key().equals(bad)) {
        throw new IllegalArgumentException("not this one");
      }
      return value;
    }

    @Override
    public Row decode(Row row) {
      return row;
    }
  }

  /** A crash between the flushes must not leave in the store what a repair would have to remove. */
  @Test
  void delete_withAFlushAtAnyMoment_neverLeavesAChildWithoutItsParent() {
    Flushing links = new Flushing(StateSample.LINK);
    Flushing leases = new Flushing(StateSample.LEASE);
    strong(subscription("s"), platform("p", "P"));
    claimNodesWith(links, leases);
    put(Kind.RESIDENT, node("n"), dynamic("n", 1));
    state.weak(links).put(link("s", "n", false));
    state.weak(leases).put(lease("p", "a", "n"));
    state.flush();
    links.hook = this::flushAndLook;
    leases.hook = this::flushAndLook;

    delete(StateSample.SUBSCRIPTION, "s");

    links.hook = () -> {};
    leases.hook = () -> {};
    state.flush();
    assertThat(desk.stored(StateSample.LINK)).isEmpty();
    assertThat(desk.stored(StateSample.NODE)).isEmpty();
    assertNothingToRepair();
  }

  private void claimNodesWith(Flushing links, Flushing leases) {
    weak(StateSample.NODE);
    weak(StateSample.DYNAMIC);
    state.weak(links);
    state.weak(leases);
  }

  /** Of links whose subscription is gone, the first next flush may know nothing yet. */
  private void flushAndLook() {
    state.flush();
    List<String> nodes = desk.stored(StateSample.NODE);
    for (EntityType type : List.of(StateSample.LINK, StateSample.DYNAMIC, StateSample.LEASE)) {
      if (!desk.stored(type).isEmpty()) {
        assertThat(nodes).as("parents of %s", type).containsExactly("n");
      }
    }
  }

  /** Does something whenever a value is encoded. */
  private static final class Flushing implements Codec<Row> {

    private final EntityType type;
    private Runnable hook = () -> {};

    Flushing(EntityType type) {
      this.type = type;
    }

    @Override
    public EntityType type() {
      return type;
    }

    @Override
    public RowKey key(Row value) {
      return value.key();
    }

    @Override
    public Row encode(Row value) {
      hook.run();
      return value;
    }

    @Override
    public Row decode(Row row) {
      return row;
    }
  }

  @Test
  void delete_whileTheWeakStoreIsDead_isDone_andSaysWhatIsLeft() {
    make(Kind.BOUNDED);
    strong(platform("p", "P"), subscription("s"));
    put(Kind.BOUNDED, node("n"), link("s", "n", false), lease("p", "a", "n"));
    state.flush();
    desk.rigged.beforeRead(
        () -> {
          throw DEAD;
        });

    assertThatThrownBy(() -> delete(StateSample.PLATFORM, "p"))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "delete platforms: it is deleted, but what refers to it in the weak tier is not;"
                + " the repair of the next start removes it: the disk is dead")
        .hasCause(DEAD);

    desk.rigged.beforeRead(() -> {});
    assertThat(state.strong(Codec.rows(StateSample.PLATFORM)).list()).isEmpty();
    assertThat(desk.stored(StateSample.LEASE)).hasSize(1);
    state = desk.open();
    assertThat(desk.stored(StateSample.LEASE)).isEmpty();
  }

  @Test
  void delete_amongAStop_isDone_andSaysWhatIsLeft() {
    make(Kind.BOUNDED);
    strong(platform("p", "P"));
    put(Kind.BOUNDED, lease("p", "a", "n"));
    state.flush();
    desk.rigged.beforeRead(new Nth(1, state::stop));

    assertThatThrownBy(() -> delete(StateSample.PLATFORM, "p"))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("delete platforms: it is deleted, but")
        .hasMessageEndingWith(
            "the repair of the next start removes it: change the weak state: the state was stopped");
  }

  @ParameterizedTest
  @EnumSource
  void transact_thatDeletesSeveral_takesTheChildrenOfAll(Kind kind) {
    make(kind);
    strong(platform("p", "P"), subscription("s"), subscription("t"));
    put(kind, node("n"), node("m"), lease("p", "a", "n"), lease("p", "b", "m"));
    put(kind, link("s", "n", false), link("t", "n", false), link("t", "m", false));
    state.flush();

    state.transact(
        "close the shop",
        transaction -> {
          transaction.in(state.strong(Codec.rows(StateSample.SUBSCRIPTION))).delete(key("s"));
          transaction.in(state.strong(Codec.rows(StateSample.SUBSCRIPTION))).delete(key("t"));
          transaction.in(state.strong(Codec.rows(StateSample.PLATFORM))).delete(key("p"));
          return true;
        });
    state.flush();

    for (EntityType type : StateSample.SCHEMA.weak().types()) {
      assertThat(desk.stored(type)).as(type.name()).isEmpty();
    }
    assertNothingToRepair();
  }

  @Test
  void delete_ofAParentOfMany_takesThemAll() {
    make(Kind.BOUNDED);
    strong(account("r", 1));
    IntStream.range(0, 100).forEach(i -> put(Kind.BOUNDED, session(i, "r", 1L)));
    state.flush();
    IntStream.range(100, 200).forEach(i -> put(Kind.BOUNDED, session(i, "r", 1L)));

    delete(StateSample.ACCOUNT, "r", 1L);

    assertThat(held(StateSample.SESSION)).isEmpty();
    state.flush();
    assertThat(desk.stored(StateSample.SESSION)).isEmpty();
  }

  /** An owner's chests keep latches, and those keep locks. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void delete_takesWhatIsKeptByWhatIsKept(boolean bounded) {
    EntityType owner = EntityType.named("owner").key("id").text("id").build();
    EntityType lock = EntityType.named("locks").key("id").text("id").build();
    EntityType latch =
        EntityType.named("latches")
            .key("id")
            .text("id", "lock")
            .reference(Reference.of("lock", "locks").thatKeeps())
            .build();
    EntityType chest =
        EntityType.named("chests")
            .key("id")
            .text("id", "owner", "latch")
            .references("owner", "owner")
            .reference(Reference.of("latch", "latches").thatKeeps())
            .build();
    Schema above = Schema.of("above", owner);
    StateSchema schema = StateSchema.of(above, above.below("below", lock, latch, chest));
    desk = Desk.of(bounded ? schema.bounded("latches", 1).bounded("locks", 1) : schema);
    state = desk.open();
    claimAll();
    strong(StateSample.row(owner, "id", "o"), StateSample.row(owner, "id", "p"));
    weak(lock).put(StateSample.row(lock, "id", "l"));
    weak(lock).put(StateSample.row(lock, "id", "m"));
    weak(latch).put(StateSample.row(latch, "id", "k", "lock", "l"));
    weak(latch).put(StateSample.row(latch, "id", "j", "lock", "m"));
    weak(chest).put(StateSample.row(chest, "id", "c", "owner", "o", "latch", "k"));
    weak(chest).put(StateSample.row(chest, "id", "d", "owner", "p", "latch", "j"));
    state.flush();

    delete(owner, "o");

    assertThat(held(latch)).containsExactly("j");
    assertThat(held(lock)).containsExactly("m");
    assertNothingToRepair();
  }

  @Test
  void delete_whileATableIsClaimed_isHeeded() {
    strong(platform("p", "P"), subscription("s"));
    put(Kind.UNCLAIMED, node("n"), link("s", "n", false), lease("p", "a", "n"));
    delete(StateSample.PLATFORM, "p");

    WeakTable<Row> leases = weak(StateSample.LEASE);

    assertThat(leases.get(key("p", "a"))).isEmpty();
    assertThat(desk.stored(StateSample.LEASE)).isEmpty();
  }
}
