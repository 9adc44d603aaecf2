package dev.tidemark.adapter.mysql;

import static dev.tidemark.adapter.mysql.Contenders.assertLosesWithinASecond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import dev.tidemark.testkit.net.FaultyLink;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Leaders that are cut off, killed or paused. */
@Tag("proof")
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
@Timeout(120)
final class LostLeadershipTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");

  private final MySqlDatabase database;
  private final FaultyLink link;
  private final MySqlDatabase beyond;
  private final Contenders contenders = new Contenders();

  LostLeadershipTest(MySqlServer server) {
    this.database = server.createDatabase();
    this.link = FaultyLink.to(database.host(), database.port());
    this.beyond = database.through(link.host(), link.port());
  }

  @AfterEach
  void close() {
    contenders.close();
    link.close();
    database.close();
  }

  /** What may happen to a link. */
  enum Fault {
    CUT(FaultyLink::cut),
    RESET(FaultyLink::reset),
    STALL(FaultyLink::stall),
    HALF_OPEN(FaultyLink::halfOpen);

    private final Consumer<FaultyLink> happen;

    Fault(Consumer<FaultyLink> happen) {
      this.happen = happen;
    }
  }

  @ParameterizedTest
  @EnumSource
  void link_thatFails_isLostLeadershipWithinASecond(Fault fault) {
    MySqlLeadership leader = contenders.startLeading(beyond);
    long before = leader.term().getAsLong();

    assertLosesWithinASecond(leader, () -> fault.happen.accept(link));
    assertThat(leader.term()).hasValue(before);
    link.heal();

    contenders.awaitLeader(leader);
    assertThat(leader.term().getAsLong()).isGreaterThan(before);
  }

  @ParameterizedTest
  @EnumSource
  void another_takesOverFromWhoIsCutOff_andNeverBothLead(Fault fault) {
    MySqlLeadership old = contenders.startLeading(beyond);
    MySqlLeadership next = contenders.start(database);

    fault.happen.accept(link);

    contenders.awaitLeader(next);
    assertThat(next.term().getAsLong()).isGreaterThan(old.term().getAsLong());
  }

  /** The lock is free at once, and the old leader learns of it only when it asks again. */
  @Test
  void connection_killedByAnAdministrator_neverBothLead() {
    MySqlLeadership old = contenders.startLeading(database);
    MySqlLeadership next = contenders.start(database);
    String holder =
        "SELECT is_used_lock(concat('tidemark-', sha1(concat('%s', char(0), '_leadership/writer'))))"
            .formatted(database.name());

    database.execute("KILL " + database.rows(holder).get(0).get(0));

    contenders.awaitLeader(next);
    assertThat(old.isLeader()).isFalse();
    assertThat(next.term().getAsLong()).isGreaterThan(old.term().getAsLong());
  }

  /** As in a process that was paused: nothing has told it anything. */
  @Test
  void confirmation_thatIsTooOld_countsNoMore() {
    AtomicLong paused = new AtomicLong();
    try (MySqlLeadership leader =
        MySqlLeadership.start(
            MySqlLeadershipConfig.of(Contenders.config(beyond), "paused"),
            () -> System.nanoTime() + paused.get())) {
      contenders.awaitLeader(leader);
      link.stall();

      paused.set(MySqlLeadership.USUAL.limit().toNanos());

      assertThat(leader.isLeader()).isFalse();
    }
  }

  /** With SIGSTOP, in a process of its own, which holds its connection all the while. */
  @Test
  void process_thatWasPaused_isFencedByItsTerm() throws Exception {
    InMemorySyncJournal journal = new InMemorySyncJournal();
    try (LeadingProcess paused = LeadingProcess.start(database)) {
      long old = paused.awaitLeading();
      journal.begin(Mode.FULL, NOW, OptionalLong.of(old));

      paused.stop();
      MySqlLeadership next = contenders.start(database);
      contenders.awaitLeader(next);
      journal.reap(NOW, next.term());
      long cycle = journal.begin(Mode.FULL, NOW, next.term());

      assertThat(paused.wakeAndAsk()).isEqualTo("leads=false term=" + old);
      OptionalLong late = OptionalLong.of(old);
      assertThatThrownBy(() -> journal.reap(NOW, late)).isInstanceOf(FencedException.class);
      assertThatThrownBy(() -> journal.begin(Mode.FULL, NOW, late))
          .isInstanceOf(FencedException.class);
      assertThat(journal.last(1).get(0).cycle()).isEqualTo(cycle);
      assertThat(journal.last(1).get(0).ended()).isEmpty();
    }
  }
}
