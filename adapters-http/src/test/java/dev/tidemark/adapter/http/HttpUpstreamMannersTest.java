package dev.tidemark.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Undecodable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streaming, politeness, and stopping when asked to. */
@Timeout(30)
final class HttpUpstreamMannersTest {

  private static final Fetch ORGS = new Fetch.Everything(Types.ORG);
  private static final String ONE = RawServer.sized("{\"data\":[{\"id\":1}]}");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Collected sink = new Collected();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void fetch_longAnswer_reachesTheSinkBeforeItIsSentWhole() throws Exception {
    int rows = 200_000;
    CountDownLatch half = new CountDownLatch(rows / 2);
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.send(RawServer.OK + "\r\n{\"data\":[");
              connection.send(rows(rows / 2) + ",");
              half.await();
              connection.send(rows(rows / 2) + "]}");
            })) {
      Fetched fetched = upstream(server, Duration.ZERO).fetch(ORGS, new CountingSink(half));

      assertThat(fetched.rows()).isEqualTo(rows);
    }
  }

  @Test
  void fetch_sinkThatPauses_holdsTheServerBack() throws Exception {
    int pieces = 400;
    AtomicInteger sent = new AtomicInteger();
    Semaphore goOn = new Semaphore(0);
    CountDownLatch reached = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.send(RawServer.OK + "\r\n{\"data\":[{\"id\":0}");
              String piece = "," + rows(10_000);
              for (int i = 0; i < pieces; i++) {
                connection.send(piece);
                sent.incrementAndGet();
              }
              connection.send("]}");
            })) {
      HttpUpstream upstream = upstream(server, Duration.ZERO);
      Future<Fetched> fetched =
          threads.submit(() -> upstream.fetch(ORGS, new PausingSink(reached, goOn)));
      reached.await();
      int before = settled(sent);

      // What waits is in the sockets' buffers, a few MB of the 50 MB.
      assertThat(before).isLessThan(pieces / 2);
      goOn.release();
      assertThat(fetched.get().rows()).isEqualTo(1 + 10_000L * pieces);
    }
  }

  @Test
  void fetch_severalRequests_startApart() throws Exception {
    try (RawServer server = RawServer.answering(ONE)) {
      HttpUpstream upstream = upstream(server, Duration.ofMillis(150));
      long before = System.nanoTime();
      for (int i = 0; i < 4; i++) {
        upstream.fetch(ORGS, sink);
      }

      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(450_000_000L);
      assertThat(server.requests).hasSize(4);
    }
  }

  @Test
  void fetch_twoThreads_takeTurns() throws Exception {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Semaphore never = new Semaphore(0);
    try (RawServer server =
        new RawServer(
            connection -> {
              most.accumulateAndGet(open.incrementAndGet(), Math::max);
              never.tryAcquire(50, TimeUnit.MILLISECONDS);
              open.decrementAndGet();
              connection.send(ONE);
            })) {
      HttpUpstream upstream = upstream(server, Duration.ZERO);
      Callable<Void> work =
          () -> {
            for (int i = 0; i < 5; i++) {
              upstream.fetch(ORGS, sink);
            }
            return null;
          };
      for (Future<Void> done : threads.invokeAll(List.of(work, work))) {
        done.get();
      }
    }

    assertThat(sink.rows).hasSize(10);
    assertThat(most).hasValue(1);
  }

  @Test
  void fetch_oneAfterTheOther_keepsItsConnection() throws Exception {
    Set<RawServer.Connection> connections = ConcurrentHashMap.newKeySet();
    try (RawServer server =
        new RawServer(
            connection -> {
              connections.add(connection);
              connection.keepAlive();
              connection.send(ONE);
            })) {
      HttpUpstream upstream = upstream(server, Duration.ZERO);
      upstream.fetch(ORGS, sink);
      upstream.fetch(ORGS, sink);

      assertThat(server.requests).hasSize(2);
      assertThat(connections).hasSize(1);
    }
  }

  @Test
  void fetch_overPlainHttp_offersHttp2() throws Exception {
    try (RawServer server = RawServer.answering(ONE)) {
      upstream(server, Duration.ZERO).fetch(ORGS, sink);

      assertThat(server.requests.get(0)).contains("Upgrade: h2c\r\n");
    }
  }

  @Test
  void fetch_interruptedWhileReading_endsAtOnceAndDropsTheConnection() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch dropped = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.send(RawServer.OK + "\r\n{\"data\":[{\"id\":1},");
              connection.awaitGone();
              dropped.countDown();
            })) {
      HttpUpstream upstream = upstream(server, Duration.ZERO);

      assertStops(() -> upstream.fetch(ORGS, new CountingSink(reading)), reading);
      assertThat(dropped.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void fetch_interruptedBeforeTheHead_endsAtOnceAndDropsTheConnection() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch dropped = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            connection -> {
              asked.countDown();
              connection.awaitGone();
              dropped.countDown();
            })) {
      HttpUpstream upstream = upstream(server, Duration.ZERO);

      assertStops(() -> upstream.fetch(ORGS, sink), asked);
      assertThat(dropped.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void fetch_interruptedWhileItWaitsToBePolite_endsAtOnce() throws Exception {
    try (RawServer server = RawServer.answering(ONE)) {
      HttpUpstream upstream = upstream(server, Duration.ofHours(1));
      upstream.fetch(ORGS, sink);

      assertStops(() -> upstream.fetch(ORGS, sink), new CountDownLatch(0));
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void fetch_onAnInterruptedThread_asksNothing() throws Exception {
    try (RawServer server = RawServer.answering(ONE)) {
      HttpUpstream upstream = upstream(server, Duration.ZERO);
      Thread.currentThread().interrupt();
      try {
        assertThatThrownBy(() -> upstream.fetch(ORGS, sink))
            .isInstanceOf(CancelledException.class)
            .hasMessage(
                "read org from %s/org: stopped before the answer was complete", server.base());
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(server.requests).isEmpty();
    }
  }

  /** Runs the call, interrupts it when it has got this far, and expects it to say so. */
  private void assertStops(Runnable call, CountDownLatch farEnough) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Thread[] caller = new Thread[1];
    Future<Boolean> flag =
        threads.submit(
            () -> {
              caller[0] = Thread.currentThread();
              started.countDown();
              assertThatThrownBy(call::run)
                  .isInstanceOf(CancelledException.class)
                  .hasMessageEndingWith("/api/org: stopped before the answer was complete");
              return Thread.currentThread().isInterrupted();
            });
    started.await();
    farEnough.await();
    caller[0].interrupt();

    assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
  }

  private static HttpUpstream upstream(RawServer server, Duration spacing) {
    return HttpUpstream.of(
        HttpUpstreamConfig.of(server.base()).withMinSpacing(spacing), Clock.systemUTC());
  }

  private static String rows(int count) {
    return "{\"id\":12345},".repeat(count - 1) + "{\"id\":12345}";
  }

  /** The value once it has stood still for a while. */
  private static int settled(AtomicInteger value) throws InterruptedException {
    Semaphore never = new Semaphore(0);
    int last = -1;
    while (last != value.get()) {
      last = value.get();
      never.tryAcquire(200, TimeUnit.MILLISECONDS);
    }
    return last;
  }

  /** Stops at the first row until it may go on. */
  private record PausingSink(CountDownLatch reached, Semaphore goOn) implements RowSink {

    @Override
    public void row(Row row) {
      if (reached.getCount() > 0) {
        reached.countDown();
        goOn.acquireUninterruptibly();
      }
    }

    @Override
    public void undecodable(Undecodable row) {
      throw new AssertionError(row.reason());
    }
  }
}
