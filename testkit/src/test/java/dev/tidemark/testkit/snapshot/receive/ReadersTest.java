package dev.tidemark.testkit.snapshot.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.testkit.contract.SampleSnapshot;
import dev.tidemark.testkit.fake.InMemorySnapshotTransport;
import dev.tidemark.testkit.fake.SnapshotHop.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many at once. */
final class ReadersTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Edge edge = new Edge();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  // scenario 15
  @Test
  void read_duringManySwaps_seesOneVersionEach() throws Exception {
    edge.push(Announced.small(1));
    AtomicBoolean isOver = new AtomicBoolean();
    Callable<Long> reading =
        () -> {
          long last = 0;
          do {
            try (SnapshotReader reader = edge.subscriber.read(Edge.NAME)) {
              long seen = reader.manifest().manifest().version().sequence();
              assertThat(seen).isGreaterThanOrEqualTo(last);
              assertThat(reader.manifest()).isEqualTo(Announced.small(seen).manifest());
              last = seen;
            }
          } while (!isOver.get());
          return last;
        };
    List<Future<Long>> readers = List.of(threads.submit(reading), threads.submit(reading));

    for (int next = 2; next <= 101; next++) {
      assertThat(edge.push(Announced.small(next)).code()).isEqualTo(Code.ACCEPTED);
    }
    isOver.set(true);

    for (Future<Long> reader : readers) {
      assertThat(reader.get(20, TimeUnit.SECONDS)).isPositive();
    }
    edge.assertTidy();
  }

  // scenario 12
  @Test
  void push_byManyAtOnce_endsWithTheNewest() throws Exception {
    int each = 30;
    Edge crowd = Edge.within(new SubscriberPolicy.Limits(100, 100, 100_000, Long.MAX_VALUE));
    CyclicBarrier start = new CyclicBarrier(4);
    List<Future<Boolean>> publishers = new ArrayList<>();
    for (int publisher = 0; publisher < 4; publisher++) {
      InMemorySnapshotTransport from = crowd.network.transport("relay-" + publisher);
      int first = publisher;
      publishers.add(
          threads.submit(
              () -> {
                start.await();
                for (int n = 0; n < each; n++) {
                  SampleSnapshot one = Announced.small(1 + n * 2L + first % 2);
                  Code code = crowd.deliver(from, one).verdict().code();
                  assertThat(code).isIn(Code.ACCEPTED, Code.ALREADY_HAVE, Code.REJECTED_OLD);
                }
                return true;
              }));
    }
    for (Future<Boolean> publisher : publishers) {
      assertThat(publisher.get(20, TimeUnit.SECONDS)).isTrue();
    }

    crowd.assertServing(Announced.small(2L * each));
    assertThat(crowd.events.events(SnapshotEvent.Installed.class))
        .extracting(event -> event.version())
        .as("told in the order in which they were installed")
        .isSorted()
        .doesNotHaveDuplicates();
    crowd.assertTidy();
  }

  @Test
  void rollBack_whileOneComesIn_losesNothing() {
    edge.push(Announced.small(1));
    edge.push(Announced.small(2));
    edge.network.before(
        hop -> {
          if (hop.step() == Step.END) {
            edge.subscriber.rollBack(Edge.NAME);
            edge.assertServing(Announced.small(1));
          }
        });

    assertThat(edge.push(Announced.small(3)).code()).isEqualTo(Code.ACCEPTED);
    edge.assertServing(Announced.small(3));
    edge.assertTidy();
  }
}
