package dev.tidemark.testkit.snapshot.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Subscriber;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.SubscriberStatus;
import dev.tidemark.core.snapshot.SubscriberStatus.Judged;
import dev.tidemark.core.snapshot.SubscriberStatus.Standing;
import dev.tidemark.core.snapshot.SubscriberStatus.Underway;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Inbox.Answer;
import dev.tidemark.core.snapshot.spi.Inbox.Reception;
import dev.tidemark.testkit.contract.SampleSnapshot;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How it stands, what it tells, rolling back and stopping. */
final class StandingTest {

  private final Edge edge = new Edge(SubscriberPolicy.taking(Edge.NAME, "other"));

  private Standing standing() {
    return edge.subscriber.status().names().get(Edge.NAME);
  }

  @Test
  void status_ofNothing_isEmpty() {
    SubscriberStatus status = edge.subscriber.status();

    assertThat(status.names().keySet()).containsExactlyInAnyOrder(Edge.NAME, "other");
    assertThat(standing())
        .isEqualTo(
            new Standing(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(status.last()).isEmpty();
    assertThat(status.receiving()).isEmpty();
  }

  @Test
  void status_saysWhatIsServedAndHowOldItIs() {
    SampleSnapshot served = Announced.small(1);
    edge.push(served);
    Instant then = edge.clock.instant();
    edge.clock.advance(Duration.ofHours(1));

    assertThat(standing())
        .isEqualTo(
            new Standing(
                Optional.of(served.manifest()),
                Optional.of(served.manifest().manifest().built()),
                Optional.of(
                    Duration.between(served.manifest().manifest().built(), edge.clock.instant())),
                Optional.of(served.version()),
                Optional.of(then)));

    edge.push(served);
    assertThat(standing().confirmed()).contains(edge.clock.instant());
  }

  @Test
  void status_afterARestart_knowsNoConfirmation() {
    edge.push(Announced.small(1));
    edge.restart();

    assertThat(standing().serving()).contains(Announced.small(1).manifest());
    assertThat(standing().confirmed()).isEmpty();
  }

  /** A publisher whose source does not change. */
  @Test
  void status_ofContentThatIsOfferedWithALaterStamp_isAsOfThat() {
    edge.push(Announced.small(1));
    edge.clock.advance(Duration.ofHours(5));
    Instant later = edge.clock.instant().minusSeconds(60);

    assertThat(edge.push(restamped(1, 2, later))).isEqualTo(Verdict.of(Code.ALREADY_HAVE));

    assertThat(standing().asOf()).contains(later);
    assertThat(standing().age()).contains(Duration.ofSeconds(60));
    assertThat(standing().highest()).contains(Announced.small(2).version());
    edge.assertServing(Announced.small(1));

    edge.restart();
    assertThat(standing().asOf()).contains(Announced.small(1).manifest().manifest().built());
  }

  /** What was published before is late then, whoever brings it. */
  @Test
  void version_ofTheContentThatIsServed_isKnownAfterARestart() {
    edge.push(Announced.small(1));
    edge.push(restamped(1, 3, edge.clock.instant()));
    edge.restart();

    assertThat(standing().highest()).contains(Announced.small(3).version());
    assertThat(edge.push(Announced.small(2)).code()).isEqualTo(Code.REJECTED_OLD);
    edge.assertServing(Announced.small(1));
  }

  /** What it let through, and is gone upstream by now, must not stay here to be rolled back to. */
  @Test
  void content_ofAnotherSpecification_isTakenThoughItIsTheSame() {
    edge.push(Announced.small(1));
    edge.push(Announced.small(2));
    SampleSnapshot narrowed =
        Announced.from(
            restamped(2, 3, edge.clock.instant()),
            was ->
                new SnapshotManifest.Provenance(
                    "e".repeat(64), was.schemaHash(), was.contentHash(), was.position()));

    assertThat(edge.push(narrowed).code()).isEqualTo(Code.ACCEPTED);

    edge.assertServing(narrowed);
    assertThatThrownBy(() -> edge.subscriber.rollBack(Edge.NAME))
        .isInstanceOf(NotFoundException.class);
  }

  /** For those whom it is passed on to: a relay passes on what it serves, with its stamp. */
  @Test
  void status_ofContentThatWasBuiltAgainHoursLater_isThatOfTheLaterOne() {
    edge.push(Announced.small(1));
    edge.clock.advance(Duration.ofHours(6));
    SampleSnapshot later = restamped(1, 2, edge.clock.instant());

    assertThat(edge.push(later)).isEqualTo(Verdict.of(Code.ACCEPTED));

    edge.assertServing(later);
    edge.restart();
    assertThat(standing().asOf()).contains(edge.clock.instant());
  }

  @Test
  void status_ofAnOldManifestThatIsRepeated_getsOlder() {
    SampleSnapshot second = restamped(1, 2, edge.clock.instant());
    edge.push(Announced.small(1));
    edge.push(second);
    Instant then = edge.clock.instant();
    edge.clock.advance(Duration.ofDays(9));

    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.ALREADY_HAVE);
    assertThat(edge.push(second).code()).isEqualTo(Code.ALREADY_HAVE);

    assertThat(standing().asOf()).contains(then);
    assertThat(standing().age()).contains(Duration.ofDays(9));
  }

  /** Or else its sender could keep it young for as long as it likes. */
  @Test
  void status_ofAStampFromTheFuture_countsWhenThatHasCome() {
    Instant ahead = edge.clock.instant().plusSeconds(10);
    SampleSnapshot second = restamped(1, 2, ahead);
    edge.push(Announced.small(1));

    edge.push(second);
    assertThat(standing().asOf()).contains(Announced.small(1).manifest().manifest().built());
    edge.clock.advance(Duration.ofSeconds(10));
    edge.push(second);

    assertThat(standing().asOf()).contains(ahead);
  }

  @Test
  void status_ofOtherContent_knowsNothingOfTheStampsBefore() {
    edge.push(Announced.small(1));
    edge.push(Announced.small(2));
    edge.clock.advance(Duration.ofHours(1));
    edge.push(restamped(2, 3, edge.clock.instant()));

    edge.subscriber.rollBack(Edge.NAME);

    assertThat(standing().asOf()).contains(Announced.small(1).manifest().manifest().built());
    assertThat(standing().confirmed()).isEmpty();
    edge.push(Announced.small(4));
    assertThat(standing().asOf()).contains(Announced.small(4).manifest().manifest().built());
  }

  private static SampleSnapshot restamped(long content, long sequence, Instant built) {
    return Announced.built(
        Announced.version(Announced.small(content), Announced.small(sequence).version()), built);
  }

  @Test
  void status_saysWhatIsUnderWay() {
    Reception reception = edge.wanted(Announced.small(1));
    reception.write(ByteBuffer.allocate(1_234), 0);

    assertThat(edge.subscriber.status().receiving())
        .containsExactly(
            new Underway(
                "origin",
                Edge.NAME,
                Announced.small(1).version(),
                edge.clock.instant(),
                10_000,
                1_234));
  }

  @Test
  void status_keepsTheLastVerdicts() {
    Reception reception = edge.wanted(Announced.small(1));
    Edge.send(reception, Announced.small(1));
    edge.clock.advance(Duration.ofSeconds(7));
    reception.complete();

    assertThat(edge.last())
        .isEqualTo(
            new Judged(
                edge.clock.instant(),
                "origin",
                Edge.NAME,
                Optional.of(Announced.small(1).version()),
                Verdict.of(Code.ACCEPTED),
                10_000,
                Duration.ofSeconds(7)));

    for (int round = 0; round < 25; round++) {
      edge.push(Announced.small(1));
    }
    assertThat(edge.subscriber.status().last())
        .hasSize(20)
        .extracting(one -> one.verdict().code())
        .containsOnly(Code.ALREADY_HAVE);
  }

  @Test
  void refused_isTold() {
    Verdict verdict = new Verdict(Code.REJECTED_PROTOCOL, "bad magic");

    edge.network.garble(Edge.ADDRESS, "eve", verdict);

    assertThat(edge.events.events()).containsExactly(new SnapshotEvent.Refused("", "eve", verdict));
    assertThat(edge.last())
        .isEqualTo(
            new Judged(
                edge.clock.instant(), "eve", "", Optional.empty(), verdict, 0, Duration.ZERO));
  }

  @Test
  void names_areApart() {
    SampleSnapshot other = Announced.named(Announced.small(1), "other");
    edge.push(Announced.small(5));

    assertThat(edge.push(other).code()).isEqualTo(Code.ACCEPTED);
    assertThat(edge.push(Announced.named(Announced.small(2), "other")).code())
        .isEqualTo(Code.ACCEPTED);
    edge.assertServing(Announced.small(5));
    assertThatThrownBy(() -> edge.subscriber.read("third"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("snapshot third: none of this name is taken here, but [other, public]");
  }

  @Test
  void rollBack_servesTheOneBeforeAndTakesNoneThatWasLeft() {
    edge.push(Announced.small(1));
    edge.push(Announced.small(2));
    edge.events.clear();

    SignedManifest served = edge.subscriber.rollBack(Edge.NAME);

    assertThat(served).isEqualTo(Announced.small(1).manifest());
    edge.assertServing(Announced.small(1));
    assertThat(edge.events.events())
        .containsExactly(
            new SnapshotEvent.Installed(Edge.NAME, Announced.small(1).version(), true));
    assertThat(edge.push(Announced.small(2)).code()).isEqualTo(Code.REJECTED_OLD);
    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.ALREADY_HAVE);
    edge.restart();
    edge.assertServing(Announced.small(1));
    assertThat(edge.push(Announced.small(2)).code()).isEqualTo(Code.REJECTED_OLD);
    assertThat(edge.push(Announced.small(3)).code()).isEqualTo(Code.ACCEPTED);
  }

  /** Its publisher makes it anew for as long as nothing changes there. */
  @Test
  void rollBack_takesTheContentThatWasLeftUnderNoOtherVersionEither() {
    edge.push(Announced.small(1));
    edge.push(Announced.small(2));
    edge.subscriber.rollBack(Edge.NAME);
    SampleSnapshot again = restamped(2, 3, edge.clock.instant());

    assertThat(edge.push(again))
        .isEqualTo(
            new Verdict(
                Code.REJECTED_OLD,
                "its content is that of %s, which was rolled back here"
                    .formatted(Announced.small(2).version())));
    edge.restart();
    assertThat(edge.push(again).code()).isEqualTo(Code.REJECTED_OLD);
    edge.assertServing(Announced.small(1));

    assertThat(edge.push(Announced.small(4)).code()).isEqualTo(Code.ACCEPTED);
    SampleSnapshot back = restamped(2, 5, edge.clock.instant());
    assertThat(edge.push(back).code()).as("after another content").isEqualTo(Code.ACCEPTED);
  }

  @Test
  void rollBack_ofTheOnlyOne_changesNothing() {
    edge.push(Announced.small(1));

    assertThatThrownBy(() -> edge.subscriber.rollBack(Edge.NAME))
        .isInstanceOf(NotFoundException.class);
    edge.assertServing(Announced.small(1));
  }

  @Test
  void rollBack_thatFails_changesNothing() {
    edge.push(Announced.small(1));
    edge.push(Announced.small(2));
    edge.events.clear();
    edge.disk.failAt("roll back public");

    assertThatThrownBy(() -> edge.subscriber.rollBack(Edge.NAME))
        .hasMessage("roll back public: told to fail");

    edge.assertServing(Announced.small(2));
    assertThat(edge.events.events()).isEmpty();
  }

  @Test
  void stop_endsWhatIsUnderWayAndServesOn() {
    SampleSnapshot large = SampleSnapshot.of(2, SampleSnapshot.noise(1, 2 << 20));
    edge.push(Announced.small(1));
    Reception reception = edge.wanted(large);
    Edge.send(reception, large);

    edge.subscriber.stop();
    edge.subscriber.stop();

    Verdict stopping =
        new Verdict(
            Code.FAILED, "the subscriber is stopping, 2097152 bytes after the offer of 2097152");
    assertThat(reception.complete()).isEqualTo(stopping);
    assertThat(edge.decided(Announced.small(3)))
        .isEqualTo(new Verdict(Code.FAILED, "the subscriber is stopping"));
    edge.assertServing(Announced.small(1));
    edge.assertTidy();
    assertThat(edge.disk.partials(Edge.NAME)).as("for the next process").isOne();
    reception.close();
  }

  @Test
  void stop_whileOneIsInstalled_waitsForIt() throws Exception {
    ExecutorService others = Executors.newCachedThreadPool();
    CountDownLatch installing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    edge.disk.before(
        step -> {
          if (step.equals("commit public")) {
            installing.countDown();
            awaitQuietly(goOn);
          }
        });
    Reception reception = edge.wanted(Announced.small(1));
    Edge.send(reception, Announced.small(1));
    Future<Verdict> verdict = others.submit(reception::complete);
    installing.await();

    Future<?> stopped = others.submit(edge.subscriber::stop);
    assertThatThrownBy(() -> stopped.get(50, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    goOn.countDown();

    stopped.get(20, TimeUnit.SECONDS);
    assertThat(verdict.get(20, TimeUnit.SECONDS)).isEqualTo(Verdict.of(Code.ACCEPTED));
    edge.assertServing(Announced.small(1));
    edge.assertTidy();
    others.shutdownNow();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Whoever listens may ask, and have others ask: no lock is held. */
  @Test
  void listener_thatAsks_isAnswered() {
    ExecutorService other = Executors.newSingleThreadExecutor();
    List<Verdict> heard = new ArrayList<>();
    AtomicReference<Subscriber> self = new AtomicReference<>();
    self.set(
        Subscriber.of(
            SubscriberPolicy.taking(Edge.NAME),
            edge.store,
            edge.clock,
            event -> {
              if (event instanceof SnapshotEvent.Installed) {
                heard.add(askElsewhere(other, self.get()));
              }
            }));
    Reception reception =
        ((Answer.Wanted) self.get().offered(Announced.small(1).manifest(), "origin")).reception();
    Edge.send(reception, Announced.small(1));

    assertThat(reception.complete().code()).isEqualTo(Code.ACCEPTED);
    assertThat(heard).containsExactly(Verdict.of(Code.ALREADY_HAVE));
    other.shutdownNow();
  }

  /** A newer version of what is served is remembered under the lock of what is served. */
  private static Verdict askElsewhere(ExecutorService other, Subscriber subscriber) {
    SampleSnapshot same =
        Announced.version(Announced.small(1), new SnapshotVersion(1_764_550_800_000L, 1));
    try {
      return other
          .submit(() -> (Answer.Decided) subscriber.offered(same.manifest(), "relay"))
          .get(20, TimeUnit.SECONDS)
          .verdict();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
