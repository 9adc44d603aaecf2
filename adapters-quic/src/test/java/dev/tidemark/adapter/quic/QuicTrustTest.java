package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import io.netty.pkitesting.X509Bundle;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, and what they are told who do not. */
final class QuicTrustTest {

  private static final Duration YEAR = Duration.ofDays(365);

  /** Of many that are opened one after the other, none is closed because nothing is said. */
  private static final QuicConfig.Limits LIMITS =
      QuicConfig.Limits.DEFAULTS.withIdle(Duration.ofMinutes(1));

  private static final X509Bundle AUTHORITY = Certs.authority("authority");
  private static final TestOffer OFFER = TestOffer.of(1, Content.random(100_000, 1));

  @TempDir Path directory;

  private final TestInbox inbox = new TestInbox();
  private QuicTransport edge;
  private SnapshotTransport.Listening listening;

  @BeforeEach
  void listen() {
    QuicConfig.Identity identity =
        Certs.write(directory.resolve("edge"), Certs.issued(AUTHORITY, "edge", YEAR), AUTHORITY);
    edge =
        QuicTransport.open(
            QuicConfig.mutual(identity)
                .withLimits(LIMITS)
                .listeningAt("127.0.0.1:0")
                .allowing(QuicConfig.Peers.named(Set.of("origin", "other"))),
            Clock.systemUTC());
    listening = edge.listen(inbox);
  }

  @AfterEach
  void stillListens() {
    assertThat(push(identity("origin", AUTHORITY)).code()).isEqualTo(Verdict.Code.ACCEPTED);
    assertThat(inbox.open).hasValue(0);
    edge.close();
  }

  private QuicConfig.Identity identity(String name, X509Bundle issuer) {
    return Certs.write(directory.resolve(name), Certs.issued(issuer, name, YEAR), AUTHORITY);
  }

  private Verdict push(QuicConfig.Identity identity) {
    return push(QuicConfig.mutual(identity), Clock.systemUTC());
  }

  private Verdict push(QuicConfig config, Clock clock) {
    try (QuicTransport origin = QuicTransport.open(config, clock)) {
      Target target =
          new Target("public", "edge-1", Target.Strategy.TIDEMARK, listening.address(), true);
      return origin.push(target, OFFER, Duration.ofSeconds(20), sent -> {}).verdict();
    }
  }

  @Test
  void peer_thatIsAllowed_isKnownByItsName() {
    assertThat(push(identity("other", AUTHORITY)).code()).isEqualTo(Verdict.Code.ACCEPTED);
    assertThat(inbox.peers).containsExactly("other");
  }

  /** TLS leaves some of it out when two sides meet again. */
  @Test
  void peer_thatComesBack_isKnownByItsName() throws Exception {
    byte[] push =
        Wire.all(
            Wire.offer(OFFER),
            Wire.whole(0, false),
            Wire.data(Arrays.copyOf(OFFER.bytes(), Frame.MOST_DATA)),
            Wire.data(Arrays.copyOfRange(OFFER.bytes(), Frame.MOST_DATA, OFFER.bytes().length)),
            Wire.end());
    try (RawClient client =
        new RawClient(
            QuicConfig.mutual(identity("origin", AUTHORITY)), Tls.VERSION_2, listening.address())) {
      for (int i = 0; i < 3; i++) {
        assertThat(Wire.verdict(RawClient.answer(client.say(push, false)))).isEqualTo("ACCEPTED");
        client.reconnect();
      }
    }
    assertThat(inbox.peers).containsExactly("origin", "origin", "origin");
  }

  @Test
  void peer_thatIsNotAllowed_isRefusedByName() {
    QuicConfig.Identity stranger = identity("stranger", AUTHORITY);

    // Who is too slow with the question is closed before it; the next one may be faster.
    Verdict verdict =
        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreException(TargetUnavailableException.class)
            .until(() -> push(stranger), Objects::nonNull);

    assertThat(verdict.code()).isEqualTo(Verdict.Code.REJECTED_AUTH);
    assertThat(verdict.text()).contains("stranger");
    assertThat(inbox.offered).isEmpty();
    await().untilAsserted(() -> assertThat(inbox.refusals).containsOnly(verdict));
  }

  @Test
  @Tag("proof")
  void peer_thatIsNotAllowed_doesNotStay() throws Exception {
    QuicConfig stranger = QuicConfig.mutual(identity("stranger", AUTHORITY)).withLimits(LIMITS);
    try (RawClient client = new RawClient(stranger, Tls.VERSION_2, listening.address())) {
      await()
          .atMost(LIMITS.idle().dividedBy(2)) // later, its silence would end it, too
          .until(() -> Ending.code(client.connection()).isPresent());

      assertThat(Ending.reason(client.connection()))
          .isEqualTo("REJECTED_AUTH: stranger is not among those who may send snapshots here");
    }
  }

  @Test
  @Tag("proof")
  void peer_withMoreConnectionsThanOneMayHave_isToldSo() throws Exception {
    QuicConfig other = QuicConfig.mutual(identity("other", AUTHORITY)).withLimits(LIMITS);
    int most = other.limits().connections() / 4;
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < most; i++) {
        clients.add(new RawClient(other, Tls.VERSION_2, listening.address()));
      }

      assertThatThrownBy(() -> push(other, Clock.systemUTC()))
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("too many connections of other");
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  @Test
  void peer_withoutACertificate_doesNotGetIn() {
    assertThatThrownBy(() -> push(QuicConfig.insecure(), Clock.systemUTC()))
        .isInstanceOf(TargetUnavailableException.class)
        .hasMessageContaining("wants a certificate");
  }

  @Test
  void peer_ofAnotherAuthority_doesNotGetIn() {
    assertThatThrownBy(() -> push(identity("origin", Certs.authority("another"))))
        .isInstanceOf(TargetUnavailableException.class)
        .hasMessageContaining("certificate");
  }

  @Test
  void peer_ofAForgedAuthorityOfTheSameName_doesNotGetIn() {
    assertThatThrownBy(() -> push(identity("origin", Certs.authority("authority"))))
        .isInstanceOf(TargetUnavailableException.class)
        .hasMessageContaining("does not trust our certificate");
  }

  @Test
  void peer_whoseCertificateHasExpired_doesNotGetIn() {
    QuicConfig.Identity expired =
        Certs.write(
            directory.resolve("expired"),
            Certs.issued(AUTHORITY, "origin", Duration.ofDays(-1)),
            AUTHORITY);
    Clock past = Clock.fixed(Instant.now().minus(Duration.ofDays(5)), ZoneOffset.UTC);

    assertThatThrownBy(() -> push(QuicConfig.mutual(expired), past))
        .isInstanceOf(TargetUnavailableException.class)
        .hasMessageContaining("expired");
  }

  @Test
  void target_thatAnotherAuthorityVouchesFor_isNotBelieved() {
    X509Bundle another = Certs.authority("another");
    QuicConfig.Identity doubting =
        Certs.write(
            directory.resolve("doubting"), Certs.issued(AUTHORITY, "origin", YEAR), another);

    assertThatThrownBy(() -> push(doubting)).isInstanceOf(TargetUnavailableException.class);
    assertThat(inbox.offered).isEmpty();
  }

  @Test
  void target_ofAnotherName_isNotBelieved() {
    // The certificate of the edge is for 127.0.0.1, and not for localhost.
    int port = Address.parse(listening.address()).port();
    Target target =
        new Target("public", "edge-1", Target.Strategy.TIDEMARK, "localhost:" + port, true);
    try (QuicTransport origin =
        QuicTransport.open(QuicConfig.mutual(identity("origin", AUTHORITY)), Clock.systemUTC())) {
      assertThatThrownBy(() -> origin.push(target, OFFER, Duration.ofSeconds(20), sent -> {}))
          .isInstanceOf(TargetUnavailableException.class);
    }
    assertThat(inbox.offered).isEmpty();
  }

  @Test
  void protocol_thatTheListenerDoesNotSpeak_isToldSoon() {
    Target target =
        new Target("public", "edge-1", Target.Strategy.DBSYNC, listening.address(), true);
    try (QuicTransport origin =
        QuicTransport.open(QuicConfig.mutual(identity("origin", AUTHORITY)), Clock.systemUTC())) {
      assertThatThrownBy(() -> origin.push(target, OFFER, Duration.ofSeconds(20), sent -> {}))
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("does not speak the protocol");
    }
  }

  @Test
  void garbage_doesNoHarm() throws Exception {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    Address address = Address.parse(listening.address());
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 500; i++) {
        byte[] bytes = new byte[random.nextInt(1_400)];
        random.nextBytes(bytes);
        socket.send(
            new DatagramPacket(
                bytes, bytes.length, InetAddress.getByName(address.host()), address.port()));
      }
    }
  }
}
