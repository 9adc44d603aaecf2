package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Delivery;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The older protocol, between two sides of this one. */
final class DbSyncTest {

  private static final Content CONTENT = Content.random(2_000_003, 5);
  private static final String HASH = "0123456789abcdef".repeat(4);

  @TempDir Path directory;

  private Pair pair(UnaryOperator<QuicConfig> sender) {
    return Pair.in(directory, sender, config -> config.acceptingVersion1As("legacy"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void push_rawOrPacked_arrivesAsItIs(boolean packed) {
    try (Pair pair = pair(config -> packed ? config.packingVersion1() : config)) {
      Delivery delivery = pair.pushVersion1(TestOffer.of(1, CONTENT));

      assertThat(delivery.verdict()).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
      assertThat(delivery.way()).isEqualTo(Delivery.Way.WHOLE);
      assertThat(pair.inbox.taken).singleElement().isEqualTo(CONTENT.bytes());
      assertThat(pair.inbox.peers).containsExactly("origin");
      assertThat(pair.inbox.offered.get(0).manifest())
          .isEqualTo(
              new SnapshotManifest(
                  "legacy",
                  new SnapshotVersion(0, TestOffer.BUILT.toEpochMilli()),
                  TestOffer.BUILT.truncatedTo(ChronoUnit.SECONDS),
                  CONTENT.size(),
                  TestOffer.sha256(CONTENT.bytes()),
                  Optional.empty()));
    }
  }

  @Test
  void push_ofWhatIsThere_isGoodToo() {
    try (Pair pair = pair(config -> config)) {
      pair.inbox.decision = Optional.of(Verdict.of(Verdict.Code.ALREADY_HAVE));

      assertThat(pair.pushVersion1(TestOffer.of(1, CONTENT)).verdict().code())
          .isEqualTo(Verdict.Code.ACCEPTED);
    }
  }

  @Test
  void push_thatIsRefused_hearsWhy() {
    try (Pair pair = pair(config -> config)) {
      pair.inbox.decision =
          Optional.of(new Verdict(Verdict.Code.REJECTED_OLD, "1-2 was taken before"));

      assertThat(pair.pushVersion1(TestOffer.of(1, CONTENT)).verdict())
          .isEqualTo(new Verdict(Verdict.Code.FAILED, "REJECTED_OLD: 1-2 was taken before"));
    }
  }

  @Test
  void push_thatIsRefusedInTheMiddle_hearsWhy() {
    try (Pair pair = pair(config -> config)) {
      pair.inbox.writes =
          at ->
              at > 500_000
                  ? Optional.of(new Verdict(Verdict.Code.REJECTED_DISK, "no room"))
                  : Optional.empty();

      assertThat(pair.pushVersion1(TestOffer.of(1, Content.random(30_000_000, 1))).verdict())
          .isEqualTo(new Verdict(Verdict.Code.FAILED, "REJECTED_DISK: no room"));
    }
  }

  @Test
  void push_ofOneThatIsNotAllowed_hearsWhyAtOnce() {
    try (Pair pair =
        Pair.in(
            directory,
            config -> config,
            config ->
                config
                    .acceptingVersion1As("legacy")
                    .allowing(QuicConfig.Peers.named(Set.of("another"))))) {
      assertThat(said(pair)).contains("REJECTED_AUTH: origin is not among those");
      await().untilAsserted(() -> assertThat(pair.inbox.refusals).hasSize(1));
      assertThat(pair.inbox.offered).isEmpty();
    }
  }

  /** The close may be heard while the connection is made, or behind that. */
  private static String said(Pair pair) {
    try {
      return pair.pushVersion1(TestOffer.of(1, CONTENT)).verdict().toString();
    } catch (TargetUnavailableException e) {
      return e.getMessage();
    }
  }

  @Test
  void push_toOneThatStopsListening_isNotAccepted() {
    try (Pair pair = pair(config -> config)) {
      pair.inbox.writes =
          at -> {
            pair.listening.close();
            return Optional.empty();
          };

      assertThat(pair.pushVersion1(TestOffer.of(1, CONTENT)).verdict())
          .isEqualTo(new Verdict(Verdict.Code.FAILED, "no longer listening"));
    }
  }

  @Test
  @Tag("proof")
  void push_thatIsVerifiedForLongerThanTheIdleTimeout_isAccepted() {
    try (Pair pair =
        Pair.in(
            directory,
            config -> config,
            config ->
                config
                    .acceptingVersion1As("legacy")
                    .withLimits(config.limits().withIdle(Duration.ofSeconds(6))))) {
      pair.inbox.completing = () -> Latches.pass(Duration.ofSeconds(15));

      assertThat(pair.pushVersion1(TestOffer.of(1, CONTENT)).verdict())
          .isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
    }
  }

  @Test
  void listener_speaksBothVersionsAtOnce() {
    try (Pair pair = pair(config -> config)) {
      assertThat(pair.push(TestOffer.of(1, CONTENT)).verdict().code())
          .isEqualTo(Verdict.Code.ACCEPTED);
      assertThat(pair.pushVersion1(TestOffer.of(2, CONTENT)).verdict().code())
          .isEqualTo(Verdict.Code.ACCEPTED);
      assertThat(pair.inbox.taken).hasSize(2);
    }
  }

  @Test
  void metadata_isWrittenAsPeersReadIt() {
    assertThat(new String(new DbSync(17, HASH, 4_096, 3, true).json(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"version\":17,\"hash\":\"%s\",\"size\":4096,\"timestamp\":3,\"compressed\":true}"
                .formatted(HASH));
  }

  @Test
  void metadata_withAMoreMember_isRead() throws Exception {
    assertThat(
            parse(
                "{\"note\":{\"a\":[1]},\"timestamp\":3,\"size\":0,\"version\":17,\"hash\":\"%s\"}"
                    .formatted(HASH)))
        .isEqualTo(new DbSync(17, HASH, 0, 3, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{'version':1,'hash':'abc','size':1,'timestamp':1}",
        "{'version':1,'hash':'HASH','size':-1,'timestamp':1}",
        "{'version':1,'hash':'HASH','size':536870913,'timestamp':1}",
        "{'version':1,'hash':'HASH','size':1.5,'timestamp':1}",
        "{'version':'1','hash':'HASH','size':1,'timestamp':1}",
        "{'version':1,'hash':7,'size':1,'timestamp':1}",
        "{'version':99999999999999999999,'hash':'HASH','size':1,'timestamp':1}",
        "{'version':1,'version':2,'hash':'HASH','size':1,'timestamp':1}",
        "{'version':1,'hash':'HASH','size':1}",
        "{'version':1,'hash':'HASH','size':1,'timestamp':1,'compressed':1}",
        "{'version':1,'hash':'HASH','size':1,'timestamp':1} {}",
        "{'version':1,'hash':'HASHx','size':1,'timestamp':1}"
      })
  void metadata_thatIsNotAsItShouldBe_isRefused(String json) {
    assertThatThrownBy(() -> parse(json.replace('\'', '"').replace("HASH", HASH)))
        .isInstanceOf(Breach.class);
  }

  private static DbSync parse(String json) throws Breach {
    return DbSync.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
