package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Delivery.Way;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What arrives is what was sent, and no more of it is sent than the target lacks. */
@Timeout(60)
public interface SnapshotPushContract extends SnapshotTransportFixture {

  int MIB = 1 << 20;

  @Test
  default void push_toOneWithoutAny_sendsTheWhole() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      SampleSnapshot snapshot = SampleSnapshot.of(1, SampleSnapshot.noise(1, 3 * MIB + 1));

      Delivery delivery = exchange.push(snapshot);

      assertThat(delivery.verdict()).isEqualTo(Verdict.of(Code.ACCEPTED));
      assertThat(delivery.way()).isEqualTo(Way.WHOLE);
      assertThat(delivery.bytes()).as("noise grows smaller by nothing").isGreaterThan(3 * MIB);
      assertThat(exchange.inbox().reception().bytes()).isEqualTo(snapshot.bytes());
      assertThat(exchange.inbox().reception().isDelta()).isFalse();
      assertThat(exchange.inbox().peers()).containsExactly(exchange.place().peer());
      exchange.awaitNothingOpen();
    }
  }

  @Test
  default void push_anEmptyFile_arrives() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      Delivery delivery = exchange.push(SampleSnapshot.of(1, new byte[0]));

      assertThat(delivery.verdict().code()).isEqualTo(Code.ACCEPTED);
      assertThat(exchange.inbox().reception().isComplete()).isTrue();
      assertThat(exchange.inbox().reception().received()).isZero();
      exchange.awaitNothingOpen();
    }
  }

  @Test
  default void push_zeros_arriveAsZeros() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      exchange.push(SampleSnapshot.of(1, new byte[3 * MIB + 1]));

      assertThat(exchange.inbox().reception().bytes()).isEqualTo(new byte[3 * MIB + 1]);
      assertThat(exchange.inbox().reception().received()).isEqualTo(3 * MIB + 1);
    }
  }

  @Test
  default void push_manifest_arrivesAsItWas() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      SampleSnapshot full = SampleSnapshot.of(1, SampleSnapshot.noise(1, 10));
      SnapshotManifest plain = full.manifest().manifest();
      SignedManifest signed =
          new SignedManifest(
              plain,
              Optional.of(new SignedManifest.Signature("0123456789abcdef", "7f".repeat(64))));
      SignedManifest bare =
          SignedManifest.unsigned(
              new SnapshotManifest(
                  "a-1",
                  new SnapshotVersion(0, Long.MAX_VALUE),
                  Instant.EPOCH,
                  10,
                  plain.fileHash(),
                  Optional.empty()));

      exchange.push(full);
      exchange.push(full.announced(signed));
      exchange.push(full.announced(bare));

      assertThat(exchange.inbox().offers()).containsExactly(full.manifest(), signed, bare);
      exchange.awaitNothingOpen();
    }
  }

  // scenario 6
  @Test
  default void push_whatTheTargetHas_costsAGreeting() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      Verdict have = Verdict.of(Code.ALREADY_HAVE);
      exchange.inbox().decide(offer -> Optional.of(have));

      Delivery delivery = exchange.push(SampleSnapshot.of(1, SampleSnapshot.noise(1, 3 * MIB)));

      assertThat(delivery).isEqualTo(new Delivery(have, Way.NOTHING, 0));
      assertThat(exchange.inbox().receptions()).isEmpty();
      exchange.awaitNothingOpen();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void push_toOneWithAnOlder_sendsTheDifference(Change change) throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      SampleSnapshot old = SampleSnapshot.of(1, SampleSnapshot.noise(1, MIB + 512));
      SampleSnapshot next = SampleSnapshot.of(2, change.of(old.bytes())).over(old);
      exchange.inbox().serve(old);

      Delivery delivery = exchange.push(next);

      assertThat(delivery.verdict().code()).isEqualTo(Code.ACCEPTED);
      assertThat(delivery.way()).isEqualTo(Way.DELTA);
      assertThat(delivery.bytes()).isLessThan(MIB / 10);
      assertThat(exchange.inbox().reception().isDelta()).isTrue();
      assertThat(exchange.inbox().reception().bytes()).isEqualTo(next.bytes());
      exchange.awaitNothingOpen();
    }
  }

  /** What may have become of a file. */
  enum Change {
    FEW_PAGES,
    LONGER,
    SHORTER;

    byte[] of(byte[] old) {
      int length = old.length + (this == LONGER ? 5_000 : this == SHORTER ? -9_000 : 0);
      byte[] changed = Arrays.copyOf(old, length);
      changed[0]++;
      changed[500_000]++;
      changed[length - 1]++;
      return changed;
    }
  }

  @Test
  default void push_toOneWithWhatTheSenderHasNoMore_sendsTheWhole() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      SampleSnapshot old = SampleSnapshot.of(1, SampleSnapshot.noise(1, MIB));
      SampleSnapshot next = SampleSnapshot.of(2, Change.FEW_PAGES.of(old.bytes()));
      exchange.inbox().serve(old);

      assertThat(exchange.push(next).way()).isEqualTo(Way.WHOLE);
      assertThat(exchange.inbox().reception().bytes()).isEqualTo(next.bytes());
    }
  }

  /** The version is the same, and the bytes are not. */
  @Test
  default void push_toOneWithAnotherFileOfThatVersion_sendsTheWhole() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      SampleSnapshot mine = SampleSnapshot.of(1, SampleSnapshot.noise(1, MIB));
      SampleSnapshot next = SampleSnapshot.of(2, Change.FEW_PAGES.of(mine.bytes())).over(mine);
      exchange.inbox().serve(SampleSnapshot.of(1, SampleSnapshot.noise(2, MIB)));

      assertThat(exchange.push(next).way()).isEqualTo(Way.WHOLE);
      assertThat(exchange.inbox().reception().bytes()).isEqualTo(next.bytes());
      exchange.awaitNothingOpen();
    }
  }

  @Test
  default void push_toOneWithAPart_sendsTheRest() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      SampleSnapshot snapshot = SampleSnapshot.of(1, SampleSnapshot.noise(1, 3 * MIB));
      exchange.inbox().keep(Arrays.copyOf(snapshot.bytes(), 2 * MIB + 7));

      Delivery delivery = exchange.push(snapshot);

      assertThat(delivery.way()).isEqualTo(Way.WHOLE);
      assertThat(delivery.bytes()).isLessThan(MIB + MIB / 10);
      assertThat(exchange.inbox().reception().first()).isEqualTo(2 * MIB + 7);
      assertThat(exchange.inbox().reception().bytes()).isEqualTo(snapshot.bytes());
    }
  }

  @Test
  default void push_toOneWithAllOfTheBytes_sendsNoneOfThem() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      SampleSnapshot snapshot = SampleSnapshot.of(1, SampleSnapshot.noise(1, MIB));
      exchange.inbox().keep(snapshot.bytes());

      assertThat(exchange.push(snapshot).verdict().code()).isEqualTo(Code.ACCEPTED);
      assertThat(exchange.inbox().reception().received()).isZero();
      assertThat(exchange.inbox().reception().isComplete()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void push_whateverIsSaidInTheEnd_isHeard(Code code) throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      Verdict said = new Verdict(code, "Zürich 東京 😀\n" + "x".repeat(900));
      exchange.inbox().complete(reception -> said);

      Delivery delivery = exchange.push(SampleSnapshot.of(1, SampleSnapshot.noise(1, 1_000)));

      assertThat(delivery.verdict()).isEqualTo(said);
      assertThat(delivery.way()).isEqualTo(Way.WHOLE);
      exchange.awaitNothingOpen();
    }
  }

  @Test
  default void push_rejectedAtTheOffer_sendsNothing() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      Verdict said = new Verdict(Code.REJECTED_OLD, "1764547200000-9 was taken before");
      exchange.inbox().decide(offer -> Optional.of(said));

      Delivery delivery = exchange.push(SampleSnapshot.of(1, SampleSnapshot.noise(1, MIB)));

      assertThat(delivery).isEqualTo(new Delivery(said, Way.NOTHING, 0));
      exchange.awaitNothingOpen();
    }
  }

  @Test
  default void push_rejectedAtItsBase_isHeard() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      SampleSnapshot old = SampleSnapshot.of(1, SampleSnapshot.noise(1, MIB));
      Verdict said = new Verdict(Code.FAILED, "there is no 1764547200000-1 any more");
      exchange.inbox().serve(old);
      exchange.inbox().begin(base -> Optional.of(said));

      Delivery delivery =
          exchange.push(SampleSnapshot.of(2, Change.FEW_PAGES.of(old.bytes())).over(old));

      assertThat(delivery.verdict()).isEqualTo(said);
      assertThat(exchange.inbox().reception().isComplete()).isFalse();
      exchange.awaitNothingOpen();
    }
  }

  @Test
  default void push_rejectedInTheMiddle_isHeard() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      Verdict said = new Verdict(Code.REJECTED_DISK, "the disk is full");
      exchange.inbox().write(so -> so.received() >= MIB ? Optional.of(said) : Optional.empty());

      Delivery delivery = exchange.push(SampleSnapshot.of(1, SampleSnapshot.noise(1, 5 * MIB)));

      assertThat(delivery.verdict()).isEqualTo(said);
      assertThat(exchange.inbox().reception().isComplete()).isFalse();
      exchange.awaitNothingOpen();
    }
  }

  @Test
  default void progress_onlyGrows() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      List<Long> heard = new CopyOnWriteArrayList<>();

      Delivery delivery =
          exchange
              .place()
              .sender()
              .push(
                  exchange.target(),
                  SampleSnapshot.of(1, SampleSnapshot.noise(1, 3 * MIB)),
                  Exchange.PATIENCE,
                  heard::add);

      assertThat(heard).isSorted().isNotEmpty();
      assertThat(heard.get(heard.size() - 1)).isPositive().isLessThanOrEqualTo(delivery.bytes());
    }
  }

  // scenario 12
  @Test
  default void push_twoAtOnce_bothArrive() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      CountDownLatch bothBegan = new CountDownLatch(2);
      exchange
          .inbox()
          .complete(
              reception -> {
                bothBegan.countDown();
                Exchange.await(bothBegan);
                return Verdict.of(Code.ACCEPTED);
              });
      SampleSnapshot one = SampleSnapshot.of(1, SampleSnapshot.noise(1, 2 * MIB));
      SampleSnapshot other = SampleSnapshot.of(2, SampleSnapshot.noise(2, 2 * MIB));

      Future<Delivery> first = exchange.begin(one);
      Future<Delivery> second = exchange.begin(other);

      assertThat(first.get(Exchange.LONG, TimeUnit.SECONDS).verdict().code())
          .isEqualTo(Code.ACCEPTED);
      assertThat(second.get(Exchange.LONG, TimeUnit.SECONDS).verdict().code())
          .isEqualTo(Code.ACCEPTED);
      assertThat(exchange.inbox().receptions())
          .extracting(SampleInbox.Incoming::bytes)
          .containsExactlyInAnyOrder(one.bytes(), other.bytes());
      exchange.awaitNothingOpen();
    }
  }
}
