package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.testkit.mysql.MySqlDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** Those who compete in a test, of whom never two may lead. */
final class Contenders implements AutoCloseable {

  /** The machine of a test may be busy. */
  static final Duration LONG = Duration.ofSeconds(60);

  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(5);

  private final List<MySqlLeadership> all = new ArrayList<>();

  static MySqlConfig config(MySqlDatabase database) {
    return MySqlConfig.of(database.url(), database.user(), database.password());
  }

  /** One who asks this database, once the server knows him. */
  MySqlLeadership start(MySqlDatabase database) {
    MySqlLeadership leadership =
        MySqlLeadership.start(
            MySqlLeadershipConfig.of(config(database), "writer"), System::nanoTime);
    all.add(leadership);
    await().atMost(LONG).until(() -> sessions(database) >= all.size());
    return leadership;
  }

  private static long sessions(MySqlDatabase database) {
    return database
        .rows(
            "SELECT id FROM information_schema.processlist"
                + " WHERE db = DATABASE() AND id <> CONNECTION_ID()")
        .size();
  }

  MySqlLeadership startLeading(MySqlDatabase database) {
    MySqlLeadership leadership = start(database);
    await().atMost(LONG).until(leadership::isLeader);
    return leadership;
  }

  /** Waits for this one, while never two lead. */
  void awaitLeader(MySqlLeadership next) {
    await()
        .atMost(LONG)
        .pollInterval(POLL)
        .until(
            () -> {
              assertNeverTwoLead();
              return next.isLeader();
            });
  }

  /** They are asked one after another: who led before has to lead still, in the same term. */
  private void assertNeverTwoLead() {
    List<Leading> leading = new ArrayList<>();
    for (MySqlLeadership each : all) {
      if (each.isLeader()) {
        assertThat(leading).as("leaders at once").noneMatch(Leading::isStillSo);
        leading.add(new Leading(each, each.term()));
      }
    }
  }

  /** One who led when it was asked. */
  private record Leading(MySqlLeadership leader, OptionalLong term) {

    boolean isStillSo() {
      return leader.isLeader() && leader.term().equals(term);
    }
  }

  /** Runs what ends a leadership; it is over within a second, and told. */
  static void assertLosesWithinASecond(MySqlLeadership leader, Runnable loss) {
    AtomicInteger told = new AtomicInteger();
    leader.watch(told::incrementAndGet);
    loss.run();
    long lost = System.nanoTime();
    await().atMost(LONG).pollInterval(POLL).until(() -> isOver(leader, lost));
    await().atMost(LONG).until(() -> told.get() > 0);
  }

  /** The time is that of the question: what comes behind it may be a pause of this thread. */
  private static boolean isOver(MySqlLeadership leader, long lost) {
    long asked = System.nanoTime() - lost;
    boolean leads = leader.isLeader();
    assertThat(leads && asked >= LIMIT.toNanos()).as("leads after a second").isFalse();
    return !leads;
  }

  @Override
  public void close() {
    all.forEach(MySqlLeadership::close);
  }
}
