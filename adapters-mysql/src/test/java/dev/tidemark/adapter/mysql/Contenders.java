package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.testkit.mysql.MySqlDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Those who compete in a test, of whom never two may lead. */
final class Contenders implements AutoCloseable {

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
    await().until(() -> sessions(database) >= all.size());
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
    await().until(leadership::isLeader);
    return leadership;
  }

  /** Waits for this one, while never two lead. */
  void awaitLeader(MySqlLeadership next) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              assertThat(all.stream().filter(MySqlLeadership::isLeader).count())
                  .as("leaders at once")
                  .isLessThanOrEqualTo(1);
              return next.isLeader();
            });
  }

  /** Runs what ends a leadership; it is over, and told, within a second. */
  static void assertLosesWithinASecond(MySqlLeadership leader, Runnable loss) {
    AtomicInteger told = new AtomicInteger();
    leader.watch(told::incrementAndGet);
    loss.run();
    await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !leader.isLeader());
    await().atMost(Duration.ofSeconds(1)).until(() -> told.get() > 0);
  }

  @Override
  public void close() {
    all.forEach(MySqlLeadership::close);
  }
}
