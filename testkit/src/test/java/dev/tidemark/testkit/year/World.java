package dev.tidemark.testkit.year;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPorts;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.testkit.fake.InMemoryReplica;
import dev.tidemark.testkit.fake.InMemoryRequestLedger;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.fake.SetMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Two processes that share a journal, a ledger and a replica, an upstream, and all that happens to
 * them, by chance.
 */
final class World {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DRAIN = Duration.ofSeconds(30);

  final Promises promises;
  private final Era era = new Era();
  private final Liveness liveness = new Liveness(era);
  private final InMemorySyncJournal journal = new InMemorySyncJournal();
  private final InMemoryRequestLedger ledger = new InMemoryRequestLedger();
  private final InMemoryReplica replica = new InMemoryReplica(Truth.SCHEMA);
  private final Follower follower;
  private final List<Node> nodes = new ArrayList<>();
  private final Random random;
  private final Truth truth;
  private final Weather weather;
  private final SyncPolicy policy;
  private @Nullable Node leader;
  private boolean calm;

  World(long seed, int budget) {
    random = new Random(seed);
    promises = new Promises(era, liveness, budget, this::lookAtTheReplica);
    follower = new Follower(replica, promises);
    truth = new Truth(new Random(seed + 1), Era.START);
    weather = new Weather(era, truth, promises, this::befallNowAndThen);
    policy = SyncPolicy.builder().requestsPerHour(budget).history(true).build();
  }

  void run(Duration time) {
    start();
    start();
    era.every(MINUTE, this::lookOnce);
    era.every(
        Duration.ofMinutes(20),
        () -> {
          if (!calm) {
            truth.change(era.now());
          }
        });
    era.after(chance(Duration.ofHours(6)), this::happen);
    era.pass(time);
  }

  /**
   * Nothing happens any more but cycles, until four full ones have succeeded, since a small budget
   * leaves part of a sweep for the next.
   */
  void calmDown() {
    calm = true;
    weather.clear();
    era.setClock(Duration.ZERO);
    int before = promises.counted("succeeded FULL");
    for (int day = 0; day < 30 && promises.counted("succeeded FULL") < before + 4; day++) {
      era.pass(Duration.ofDays(1));
    }
    follower.mustEqual(truth);
  }

  private Duration chance(Duration most) {
    return Duration.ofSeconds(1 + random.nextLong(most.toSeconds()));
  }

  // --- what happens

  private void happen() {
    if (calm) {
      return;
    }
    era.after(chance(Duration.ofHours(6)), this::happen);
    int dice = random.nextInt(100);
    if (dice < 10) {
      weather.down(chance(Duration.ofHours(4)));
    } else if (dice < 20) {
      weather.throttled(chance(Duration.ofHours(2)));
    } else if (dice < 40) {
      weather.failNext(1 + random.nextInt(4));
    } else if (dice < 45) {
      weather.hanging(chance(Duration.ofHours(2)));
    } else if (dice < 60) {
      cache();
    } else {
      befall();
    }
  }

  private void befallNowAndThen() {
    if (random.nextInt(200) == 0) {
      promises.count("in the middle of a cycle");
      befall();
    }
  }

  /** What happens to processes, between cycles or in the middle of one. */
  private void befall() {
    if (calm) {
      return;
    }
    int dice = random.nextInt(10);
    if (dice < 2) {
      kill();
    } else if (dice < 4) {
      stop();
    } else if (dice < 6) {
      lose();
    } else if (dice < 8) {
      setClock();
    } else {
      trigger();
    }
  }

  private void start() {
    Node node = new Node(era, promises, random.nextLong(), this::ports, policy);
    nodes.add(node);
    node.start();
  }

  private SyncPorts ports(Node node) {
    return new SyncPorts(
        weather.seenFrom(node),
        replica.store(),
        replica.cursors(),
        journal,
        ledger,
        new SetMemory());
  }

  /** Another one takes its place, sooner or later. */
  private void kill() {
    if (!nodes.isEmpty()) {
      Node victim = nodes.get(random.nextInt(nodes.size()));
      promises.count("killed");
      victim.kill();
      gone(victim);
    }
  }

  private void gone(Node node) {
    if (nodes.remove(node)) {
      give(node);
      era.after(chance(Duration.ofHours(3)).plusSeconds(5), this::start);
    }
  }

  /** A process lets go of the lead when its schedule has stopped. */
  private void stop() {
    if (nodes.isEmpty()) {
      return;
    }
    Node node = nodes.get(random.nextInt(nodes.size()));
    promises.count("stopped");
    node.schedule().stop(DRAIN).thenRun(() -> gone(node));
    era.after(
        DRAIN.plusSeconds(10),
        () -> {
          if (nodes.contains(node)) {
            promises.breaks("a schedule did not stop");
          }
        });
  }

  private void lose() {
    Node before = leader;
    if (before != null) {
      give(before);
    }
  }

  /** Gives up the lead. */
  private void give(Node node) {
    if (leader == node) {
      leader = null;
      liveness.lost();
      node.leadership.set(false);
    }
  }

  private void elect() {
    boolean isFree = leader == null && era.now().isAfter(liveness.lostAt().plusSeconds(10));
    if (isFree && !nodes.isEmpty() && random.nextInt(3) == 0) {
      leader = nodes.get(random.nextInt(nodes.size()));
      leader.leadership.set(true);
    }
  }

  private void setClock() {
    long minutes = 1 + random.nextLong(random.nextBoolean() ? 50 : 10 * 24 * 60);
    era.setClock(Duration.ofMinutes(random.nextBoolean() ? minutes : -minutes));
    era.after(chance(Duration.ofHours(12)), () -> era.setClock(Duration.ZERO));
    promises.count("clock set");
  }

  /** Lists are up to a day old, as upstreams have them that build them now and then. */
  private void cache() {
    List<EntityType> types = Truth.SCHEMA.types();
    truth.served.cache(types.get(random.nextInt(types.size())), era.now());
    era.after(chance(Duration.ofDays(1)), truth.served::live);
  }

  private void trigger() {
    if (!nodes.isEmpty()) {
      Mode mode = random.nextBoolean() ? Mode.FULL : Mode.INCREMENTAL;
      Node node = nodes.get(random.nextInt(nodes.size()));
      promises.count("trigger " + node.schedule().trigger(SyncRequest.of(mode)));
    }
  }

  // --- what is looked at

  private void lookAtTheReplica() {
    follower.look(truth);
  }

  private void lookOnce() {
    elect();
    boolean isFoul = weather.isBad() || leader == null || isForbidden() || isAhead();
    liveness.look(isFoul).ifPresent(promises::breaks);
  }

  private boolean isForbidden() {
    return ledger
        .notBefore()
        .filter(era.byClock()::isBefore)
        .filter(until -> until.isBefore(era.byClock().plus(Promises.BELIEVABLE)))
        .isPresent();
  }

  /** The last cycle ended under another clock, by less than an interval, and that is believed. */
  private boolean isAhead() {
    return journal.last(2).stream()
        .flatMap(run -> run.ended().stream())
        .limit(1)
        .anyMatch(
            ended ->
                ended.at().isAfter(era.byClock())
                    && !ended.at().isAfter(era.byClock().plus(Promises.INTERVAL)));
  }
}
