package dev.tidemark.testkit.state;

import static dev.tidemark.testkit.contract.StateSample.account;
import static dev.tidemark.testkit.contract.StateSample.lease;
import static dev.tidemark.testkit.contract.StateSample.link;
import static dev.tidemark.testkit.contract.StateSample.node;
import static dev.tidemark.testkit.contract.StateSample.platform;
import static dev.tidemark.testkit.contract.StateSample.row;
import static dev.tidemark.testkit.contract.StateSample.subscription;
import static dev.tidemark.testkit.state.Desk.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.Saved;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StrongRows;
import dev.tidemark.core.state.StrongTable;
import dev.tidemark.core.state.Versioned;
import dev.tidemark.core.state.WeakTable;
import dev.tidemark.testkit.contract.StateSample;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the strong tier promises: versions, references, uniqueness, and all or nothing. */
final class StrongTableTest {

  private static final StorageException FULL = new StorageException("the disk is full", false);

  private final Desk desk = Desk.ofSample();
  private final StateEngine state = desk.open();
  private final StrongTable<Row> platforms = table(StateSample.PLATFORM);
  private final StrongTable<Row> accounts = table(StateSample.ACCOUNT);
  private final StrongTable<Row> invoices = table(StateSample.INVOICE);
  private final StrongTable<Row> subscriptions = table(StateSample.SUBSCRIPTION);

  private StrongTable<Row> table(EntityType type) {
    return state.strong(Codec.rows(type));
  }

  private Instant later() {
    desk.clock.advance(Duration.ofSeconds(1).plusNanos(1_234_567));
    return desk.clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static void assertConflict(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ConflictException.class).hasMessage(message);
  }

  private static void assertNotFound(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(NotFoundException.class).hasMessage(message);
  }

  @Test
  void insert_givesVersionOneAndTheTime() {
    Instant now = later();

    Versioned<Row> inserted = platforms.insert(platform("p", "P"));

    assertThat(inserted).isEqualTo(new Versioned<>(platform("p", "P"), 1, now, now));
    assertThat(platforms.get(key("p"))).isEqualTo(inserted);
    assertThat(platforms.find(key("p"))).contains(inserted);
    assertThat(platforms.type()).isEqualTo(StateSample.PLATFORM);
  }

  @Test
  void insert_ofWhatIsThere_isAConflict() {
    platforms.insert(platform("p", "P"));
    platforms.save(platform("p", "Q"));

    assertConflict(
        () -> platforms.insert(platform("p", "R")),
        "insert platforms p: it is there already, in version 2; update it instead");
    assertThat(platforms.get(key("p")).value()).isEqualTo(platform("p", "Q"));
  }

  @Test
  void insertIfAbsent_saysWhetherItWasCreated_andLeavesWhatIsThere() {
    Saved<Row> first = platforms.insertIfAbsent(platform("p", "P"));
    later();
    Saved<Row> second = platforms.insertIfAbsent(platform("p", "Q"));

    assertThat(first.created()).isTrue();
    assertThat(second.created()).isFalse();
    assertThat(second.row()).isEqualTo(first.row());
    assertThat(platforms.list()).containsExactly(first.row());
  }

  @Test
  void update_raisesTheVersion_andKeepsTheTimeOfCreation() {
    Versioned<Row> first = platforms.insert(platform("p", "P"));
    Instant now = later();

    Versioned<Row> second = platforms.update(platform("p", "Q"), 1);

    assertThat(second).isEqualTo(new Versioned<>(platform("p", "Q"), 2, first.createdAt(), now));
    assertThat(now).isAfter(first.createdAt());
    assertThat(platforms.get(key("p"))).isEqualTo(second);
  }

  @Test
  void update_ofAnotherVersionOrOfNothing_isRefused() {
    platforms.insert(platform("p", "P"));
    platforms.update(platform("p", "Q"), 1);

    assertConflict(
        () -> platforms.update(platform("p", "R"), 1),
        "update platforms p: expected version 1, found 2; read it again and retry");
    assertConflict(
        () -> platforms.update(platform("p", "R"), 3),
        "update platforms p: expected version 3, found 2; read it again and retry");
    assertNotFound(
        () -> platforms.update(platform("x", "X"), 1), "update platforms x: it is not there");
    assertThat(platforms.list()).singleElement().extracting(Versioned::version).isEqualTo(2L);
  }

  @Test
  void save_insertsOrReplaces() {
    Instant created = later();
    assertThat(platforms.save(platform("p", "P")).created()).isTrue();
    Instant updated = later();

    Saved<Row> saved = platforms.save(platform("p", "Q"));

    assertThat(saved.created()).isFalse();
    assertThat(saved.row()).isEqualTo(new Versioned<>(platform("p", "Q"), 2, created, updated));
    assertThat(platforms.list()).containsExactly(saved.row());
  }

  @Test
  void delete_removesTheVersionThatIsMeant() {
    platforms.insert(platform("p", "P"));
    platforms.insert(platform("q", "Q"));
    platforms.save(platform("q", "Q2"));

    assertConflict(
        () -> platforms.delete(key("q"), 1),
        "delete platforms q: expected version 1, found 2; read it again and retry");
    assertNotFound(() -> platforms.delete(key("x"), 1), "delete platforms x: it is not there");
    assertNotFound(() -> platforms.delete(key("x")), "delete platforms x: it is not there");
    assertThat(platforms.list()).hasSize(2);

    platforms.delete(key("p"));
    platforms.delete(key("q"), 2);

    assertThat(platforms.list()).isEmpty();
    assertThat(platforms.find(key("p"))).isEmpty();
    assertNotFound(() -> platforms.get(key("p")), "read platforms p: it is not there");
    assertThat(platforms.insert(platform("p", "P")).version()).isOne();
  }

  @Test
  void list_isInTheOrderOfKeys() {
    accounts.insert(account("r", 10));
    accounts.insert(account("r", 9));
    accounts.insert(account("q", 11));

    assertThat(accounts.list())
        .extracting(each -> each.value().key().text())
        .containsExactly("[\"q\",11]", "[\"r\",9]", "[\"r\",10]");
  }

  @Test
  void unique_isPromisedOfInsertsAndUpdates() {
    platforms.insert(platform("p", "P"));
    platforms.insert(platform("q", "Q"));

    String taken = "write a row of platforms: another one has the same name";
    assertConflict(() -> platforms.insert(platform("r", "P")), taken);
    assertConflict(() -> platforms.insertIfAbsent(platform("r", "P")), taken);
    assertConflict(() -> platforms.save(platform("r", "P")), taken);
    assertConflict(() -> platforms.save(platform("q", "P")), taken);
    assertConflict(() -> platforms.update(platform("q", "P"), 1), taken);

    assertThat(platforms.get(key("q")).value()).isEqualTo(platform("q", "Q"));
    assertThat(platforms.list()).hasSize(2);
    platforms.update(platform("p", "P"), 1);
    platforms.delete(key("p"));
    platforms.insert(platform("r", "P"));
  }

  @Test
  void parent_thatIsRequired_mustBeThere() {
    platforms.insert(platform("p", "P"));
    Row lost = account("r", 1, "platform_id", "x");
    String missing = " accounts [\"r\",1]: it refers to platforms x, which is not there";

    assertConflict(() -> accounts.insert(lost), "insert" + missing);
    assertConflict(() -> accounts.insertIfAbsent(lost), "insert" + missing);
    assertConflict(() -> accounts.save(lost), "insert" + missing);
    accounts.insert(account("r", 1, "platform_id", "p"));
    assertConflict(() -> accounts.update(lost, 1), "update" + missing);
    assertConflict(() -> accounts.save(lost), "update" + missing);

    assertThat(accounts.get(key("r", 1L)).version()).isOne();
    accounts.update(account("r", 1), 1);
  }

  @Test
  void parent_ofAConditionalReference_mustBeThereWhileItHolds() {
    platforms.insert(platform("p", "P"));
    accounts.insert(account("r", 1, "sponsor_id", "x", "active", false));

    assertConflict(
        () -> accounts.save(account("r", 1, "sponsor_id", "x", "active", true)),
        "update accounts [\"r\",1]: it refers to platforms x, which is not there");
    accounts.save(account("r", 1, "sponsor_id", "p", "active", false));
    platforms.delete(key("p"));

    platforms.insert(platform("p", "P"));
    accounts.save(account("r", 1, "sponsor_id", "p", "active", true));
    assertConflict(
        () -> platforms.delete(key("p")),
        "delete platforms p: a row of accounts refers to it; delete that first");
  }

  @Test
  void parent_ofACompositeReference_mustBeThere_andStays() {
    Row invoice = row(StateSample.INVOICE, "id", 1L, "realm", "r", "number", 1L);
    assertConflict(
        () -> invoices.insert(invoice),
        "insert invoices 1: it refers to accounts [\"r\",1], which is not there");
    accounts.insert(account("r", 1));
    accounts.insert(account("r", 2));
    invoices.insert(invoice);
    invoices.insert(row(StateSample.INVOICE, "id", 2L, "realm", "r"));

    String required =
        "delete accounts [\"r\",1]: a row of invoices refers to it; delete that first";
    assertConflict(() -> accounts.delete(key("r", 1L)), required);
    assertConflict(() -> accounts.delete(key("r", 1L), 1), required);
    accounts.delete(key("r", 2L));

    invoices.delete(key(1L));
    accounts.delete(key("r", 1L));
    assertThat(accounts.list()).isEmpty();
  }

  @Test
  void parent_thatIsOptional_mayBeAbsentAndMayGo() {
    EntityType owner = EntityType.named("owners").key("id").text("id").build();
    EntityType house =
        EntityType.named("houses")
            .key("id")
            .text("id", "owner")
            .reference(new Reference(List.of("owner"), "owners", false))
            .build();
    EntityType guest =
        EntityType.named("guests")
            .key("id")
            .text("id", "owner")
            .reference(new Reference(List.of("owner"), "owners", false))
            .build();
    Schema above = Schema.of("above", owner, house);
    StateEngine other = Desk.of(StateSchema.of(above, above.below("below", guest))).open();
    StrongTable<Row> houses = other.strong(Codec.rows(house));
    StrongTable<Row> owners = other.strong(Codec.rows(owner));
    WeakTable<Row> guests = other.weak(Codec.rows(guest));
    houses.insert(row(house, "id", "h", "owner", "o"));
    owners.insert(row(owner, "id", "o"));
    guests.put(row(guest, "id", "g", "owner", "o"));

    owners.delete(key("o"));

    assertThat(houses.list()).hasSize(1);
    assertThat(guests.get(key("g"))).isPresent();
  }

  @Test
  void transact_seesItsOwnWrites_andIsAllOrNothing() {
    platforms.insert(platform("old", "Old"));
    RuntimeException thrown = new IllegalStateException("changed my mind");

    assertThatThrownBy(
            () ->
                state.transact(
                    "set up",
                    transaction -> {
                      StrongRows<Row> in = transaction.in(platforms);
                      assertThat(in.insert(platform("p", "P")).version()).isOne();
                      assertThat(in.update(platform("p", "P2"), 1).version()).isEqualTo(2);
                      in.delete(key("old"));
                      transaction.in(accounts).insert(account("r", 1, "platform_id", "p"));
                      assertThat(in.list())
                          .extracting(Versioned::value)
                          .containsExactly(platform("p", "P2"));
                      assertThat(platforms.list())
                          .extracting(Versioned::value)
                          .containsExactly(platform("old", "Old"));
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertThat(platforms.list()).hasSize(1);
    assertThat(accounts.list()).isEmpty();

    String done =
        state.transact(
            "set up",
            transaction -> {
              transaction.in(platforms).insert(platform("p", "P"));
              transaction.in(accounts).insert(account("r", 1, "platform_id", "p"));
              transaction.in(accounts).delete(key("r", 1L));
              transaction.in(platforms).delete(key("old"), 1);
              return "done";
            });

    assertThat(done).isEqualTo("done");
    assertThat(platforms.list()).extracting(Versioned::value).containsExactly(platform("p", "P"));
    assertThat(accounts.list()).isEmpty();
  }

  @Test
  void transact_isAtOneTime() {
    List<Versioned<Row>> both =
        state.transact(
            "two",
            transaction -> {
              Versioned<Row> first = transaction.in(platforms).insert(platform("p", "P"));
              later();
              return List.of(first, transaction.in(platforms).insert(platform("q", "Q")));
            });

    assertThat(both.get(0).createdAt()).isEqualTo(both.get(1).createdAt());
  }

  @Test
  void read_isOneSnapshot() {
    platforms.insert(platform("p", "P"));

    long seen =
        state.read(
            "look twice",
            transaction -> {
              platforms.insert(platform("q", "Q"));
              return transaction.in(platforms).list().stream().count();
            });

    assertThat(seen).isOne();
    assertThat(platforms.list()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void delete_thatIsNotCommitted_takesNothingWithIt(boolean byTheWork) {
    platforms.insert(platform("p", "P"));
    subscriptions.insert(subscription("s"));
    WeakTable<Row> nodes = state.weak(Codec.rows(StateSample.NODE));
    WeakTable<Row> links = state.weak(Codec.rows(StateSample.LINK));
    WeakTable<Row> leases = state.weak(Codec.rows(StateSample.LEASE));
    nodes.put(node("n"));
    links.put(link("s", "n", false));
    leases.put(lease("p", "a", "n"));
    state.flush();
    if (!byTheWork) {
      desk.strong.failNext(FULL);
    }

    assertThatThrownBy(
            () ->
                state.transact(
                    "clear",
                    transaction -> {
                      transaction.in(platforms).delete(key("p"));
                      transaction.in(subscriptions).delete(key("s"));
                      if (byTheWork) {
                        throw FULL;
                      }
                      return true;
                    }))
        .isSameAs(FULL);

    assertThat(leases.get(key("p", "a"))).isPresent();
    assertThat(links.get(key("s", "n"))).isPresent();
    assertThat(nodes.get(key("n"))).isPresent();
    assertThat(state.status().count()).isZero();
    assertThat(platforms.list()).hasSize(1);
  }

  @Test
  void delete_thatIsRefusedAndCaught_takesNothingWithIt() {
    platforms.insert(platform("p", "P"));
    platforms.insert(platform("q", "Q"));
    accounts.insert(account("r", 1, "platform_id", "p"));
    WeakTable<Row> leases = state.weak(Codec.rows(StateSample.LEASE));
    leases.put(lease("p", "a", "n"));
    leases.put(lease("q", "a", "n"));

    state.transact(
        "try",
        transaction -> {
          assertThatThrownBy(() -> transaction.in(platforms).delete(key("p")))
              .isInstanceOf(ConflictException.class);
          assertThatThrownBy(() -> transaction.in(platforms).delete(key("q"), 7))
              .isInstanceOf(ConflictException.class);
          return true;
        });

    assertThat(leases.get(key("p", "a"))).isPresent();
    assertThat(leases.get(key("q", "a"))).isPresent();
  }

  @Test
  void write_thatFails_leavesWhatWasThere() {
    platforms.insert(platform("p", "P"));
    desk.strong.failNext(FULL);

    assertThatThrownBy(() -> platforms.save(platform("p", "Q"))).isSameAs(FULL);

    assertThat(platforms.get(key("p")).value()).isEqualTo(platform("p", "P"));
    assertThat(platforms.get(key("p")).version()).isOne();
  }

  @Test
  void row_thatIsIncomplete_isRefused() {
    Row incomplete = Row.builder(StateSample.PLATFORM).set(0, "p").set(1, "P").buildStored();
    Row lacking = StateSample.withNull(platform("p", "P"), "name");

    assertThatThrownBy(() -> platforms.insert(incomplete))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("insert platforms: no value for note");
    assertThatThrownBy(() -> platforms.save(lacking))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("insert platforms: no value for name");
    platforms.insert(platform("p", "P"));
    assertThatThrownBy(() -> platforms.update(lacking, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("update platforms: no value for name");

    assertThat(platforms.list()).singleElement().extracting(Versioned::version).isEqualTo(1L);
  }

  @Test
  void row_thatCannotBeRead_isToldAndLeftOut() {
    platforms.insert(platform("good", "G"));
    platforms.insert(platform("bad", "B"));
    StrongTable<Row> picky = state.strong(new Picky());

    assertThat(picky.list()).extracting(each -> each.value().key()).containsExactly(key("good"));
    assertThat(desk.told.events(StateEvent.Unreadable.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(StateSample.PLATFORM);
              assertThat(event.key()).isEqualTo("bad");
              assertThat(event.failure()).hasMessage("not this one");
            });
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(() -> picky.find(key("bad")), () -> picky.get(key("bad")))) {
      assertThatThrownBy(call)
          .isInstanceOf(StorageException.class)
          .hasMessage("read platforms bad: what is stored is no value of it; see the log for why");
    }
    picky.delete(key("bad"));
    assertThat(platforms.list()).hasSize(1);
  }

  /** Cannot decode one row. */
  private record Picky() implements Codec<Row> {

    @Override
    public EntityType type() {
      return StateSample.PLATFORM;
    }

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
      if (row.key().equals(RowKey.of("bad"))) {
        throw new IllegalArgumentException("not this one");
      }
      return row;
    }
  }

  @Test
  void strong_ofATypeOfTheWeakTier_isRefused() {
    assertThatThrownBy(() -> state.strong(Codec.rows(StateSample.NODE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nodes_static");
  }

  @Test
  void optimisticUpdates_ofManyThreads_loseNothing() throws Exception {
    subscriptions.insert(row(StateSample.SUBSCRIPTION, "id", "s", "name", "0"));
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 20; thread++) {
        all.add(threads.submit(() -> increment(10)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }

    Versioned<Row> end = subscriptions.get(key("s"));
    assertThat(end.value().value("name")).isEqualTo("200");
    assertThat(end.version()).isEqualTo(201);
  }

  private void increment(int times) {
    for (int done = 0; done < times; ) {
      Versioned<Row> before = subscriptions.get(key("s"));
      int next = Integer.parseInt(String.valueOf(before.value().value("name"))) + 1;
      try {
        subscriptions.update(
            row(StateSample.SUBSCRIPTION, "id", "s", "name", "" + next), before.version());
        done++;
      } catch (ConflictException retry) {
        assertThat(retry).hasMessageContaining("read it again and retry");
      }
    }
  }
}
