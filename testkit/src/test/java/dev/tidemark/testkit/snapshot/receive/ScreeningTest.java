package dev.tidemark.testkit.snapshot.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.snapshot.ManifestCheck;
import dev.tidemark.core.snapshot.ManifestSigner;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SigningKeys;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.SubscriberPolicy.Limits;
import dev.tidemark.core.snapshot.SubscriberPolicy.Terms;
import dev.tidemark.core.snapshot.TrustedKeys;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.testkit.contract.SampleSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not taken, and what is said of it. */
final class ScreeningTest {

  private static final Terms USUAL = Terms.USUAL;

  @Test
  void name_thatIsNotTaken_isRejected() {
    Edge edge = new Edge();

    Verdict verdict = edge.decided(Announced.named(Announced.small(1), "private"));

    assertThat(verdict)
        .isEqualTo(new Verdict(Code.REJECTED_AUTH, "no snapshot of this name is taken here"));
    edge.assertTidy();
  }

  @Test
  void peer_thatMayNotSendIt_isRejected() {
    Edge edge = Edge.taking(peers(Set.of("origin")));

    assertThat(edge.deliver(edge.network.transport("eve"), Announced.small(1)).verdict())
        .isEqualTo(new Verdict(Code.REJECTED_AUTH, "public is not taken from eve"));
    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.ACCEPTED);
  }

  private static Terms peers(Set<String> peers) {
    return new Terms(USUAL.maxSize(), USUAL.maxAge(), USUAL.skew(), USUAL.schemaHash(), peers);
  }

  @Test
  void signature_thatIsNotTrusted_isRejected() {
    ManifestCheck trust =
        offer ->
            offer.signature().filter(by -> by.key().equals("0123456789abcdef")).isPresent()
                ? Optional.empty()
                : Optional.of("it is not signed by whom I trust");
    Edge edge = new Edge(new SubscriberPolicy(Map.of(Edge.NAME, USUAL), Limits.USUAL, trust));
    Verdict rejected = new Verdict(Code.REJECTED_AUTH, "it is not signed by whom I trust");

    assertThat(edge.push(Announced.small(1))).isEqualTo(rejected);
    assertThat(edge.push(Announced.signed(Announced.small(1), "fedcba9876543210")))
        .isEqualTo(rejected);
    assertThat(edge.push(Announced.signed(Announced.small(1), "0123456789abcdef")).code())
        .isEqualTo(Code.ACCEPTED);
    assertThat(edge.push(Announced.small(1)))
        .as("not even that it is here already")
        .isEqualTo(rejected);
  }

  @Test
  void signature_byATrustedKey_isTakenForThisManifestAlone() {
    SigningKeys keys = SigningKeys.generate();
    ManifestSigner signer = ManifestSigner.of(keys.signing());
    Edge edge =
        new Edge(
            new SubscriberPolicy(
                Map.of(Edge.NAME, USUAL),
                Limits.USUAL,
                TrustedKeys.of(List.of(keys.trusted()))::objection));
    SampleSnapshot signed = signed(Announced.small(1), signer);
    SampleSnapshot other = Announced.small(2);

    assertThat(edge.push(signed).code()).isEqualTo(Code.ACCEPTED);
    assertThat(
            edge.push(
                    other.announced(
                        new SignedManifest(
                            other.manifest().manifest(), signed.manifest().signature())))
                .code())
        .isEqualTo(Code.REJECTED_AUTH);
    assertThat(edge.push(signed(other, ManifestSigner.of(SigningKeys.generate().signing()))).code())
        .isEqualTo(Code.REJECTED_AUTH);
    assertThat(edge.push(other).code()).isEqualTo(Code.REJECTED_AUTH);
    edge.assertServing(signed);
  }

  private static SampleSnapshot signed(SampleSnapshot snapshot, ManifestSigner by) {
    return snapshot.announced(by.sign(snapshot.manifest().manifest()));
  }

  @Test
  void check_thatThrows_takesNothing() {
    ManifestCheck broken =
        offer -> {
          throw new IllegalStateException("no such algorithm");
        };
    Edge edge = new Edge(new SubscriberPolicy(Map.of(Edge.NAME, USUAL), Limits.USUAL, broken));

    assertThat(edge.push(Announced.small(1)))
        .isEqualTo(new Verdict(Code.FAILED, "something broke here; the log here says what"));
    edge.assertTidy();
  }

  // scenario 14
  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "GG", "../../../etc/passwd"})
  void hash_thatIsNone_isRejected(String hash) {
    Edge edge = new Edge();

    assertThat(edge.decided(Announced.hash(Announced.small(1), hash)).code())
        .isEqualTo(Code.REJECTED_PROTOCOL);
    assertThat(edge.decided(Announced.content(Announced.small(1), hash)).code())
        .isEqualTo(Code.REJECTED_PROTOCOL);
    assertThat(edge.decided(Announced.schema(Announced.small(1), hash)).code())
        .isEqualTo(Code.REJECTED_PROTOCOL);
    edge.assertTidy();
  }

  // scenario 14
  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 2_000_000_001, Long.MAX_VALUE})
  void size_outOfBounds_isRejected(long size) {
    Edge edge = new Edge();

    assertThat(edge.decided(Announced.size(Announced.small(1), size)))
        .isEqualTo(
            new Verdict(Code.REJECTED_SIZE, "expected up to 2000000000 bytes, found " + size));
    edge.assertTidy();
  }

  @Test
  void size_exactlyTheLargest_isTaken() {
    Terms terms =
        new Terms(10_000, USUAL.maxAge(), USUAL.skew(), USUAL.schemaHash(), USUAL.peers());
    Edge edge = Edge.taking(terms);

    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.ACCEPTED);
    assertThat(edge.push(SampleSnapshot.of(2, new byte[10_001])).code())
        .isEqualTo(Code.REJECTED_SIZE);
  }

  @Test
  void schema_otherThanExpected_isRejected() {
    String expected =
        Announced.small(1).manifest().manifest().provenance().orElseThrow().schemaHash();
    Edge edge =
        Edge.taking(
            new Terms(
                USUAL.maxSize(),
                USUAL.maxAge(),
                USUAL.skew(),
                Optional.of(expected),
                USUAL.peers()));

    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.ACCEPTED);
    assertThat(edge.push(Announced.schema(Announced.small(2), "ab".repeat(32))))
        .isEqualTo(
            new Verdict(
                Code.REJECTED_SCHEMA,
                "expected tables and columns of %s, found %s"
                    .formatted(expected, "ab".repeat(32))));
    assertThat(edge.push(Announced.bare(Announced.small(2))).code())
        .isEqualTo(Code.REJECTED_SCHEMA);
  }

  @Test
  void age_exactlyTheOldest_isTaken() {
    Edge edge = Edge.taking(aged(Duration.ofHours(1)));
    Instant now = edge.clock.instant();

    assertThat(edge.push(Announced.built(Announced.small(1), now.minusSeconds(3_600))).code())
        .isEqualTo(Code.ACCEPTED);
    Verdict old = edge.push(Announced.built(Announced.small(2), now.minusMillis(3_600_001)));
    assertThat(old.code()).isEqualTo(Code.REJECTED_OLD);
    assertThat(old.text())
        .isEqualTo(
            "built at 2025-11-30T23:59:59.999Z, and here it is 2025-12-01T01:00:00Z:"
                + " more than PT1H ago");
  }

  @Test
  void age_whenAnyWillDo_isNoMatter() {
    Edge edge = new Edge();

    assertThat(edge.push(Announced.built(Announced.small(1), Instant.EPOCH)).code())
        .isEqualTo(Code.ACCEPTED);
  }

  /** Nothing has changed at its source for long. */
  @Test
  void age_ofWhatIsServed_isNoMatter() {
    Edge edge = Edge.taking(aged(Duration.ofHours(1)));
    edge.push(Announced.small(1));
    edge.clock.advance(Duration.ofDays(30));

    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.ALREADY_HAVE);
  }

  @Test
  void clock_ofThePublisherAhead_isBorneWithinReason() {
    Edge edge = new Edge();
    Instant now = edge.clock.instant();

    assertThat(edge.push(Announced.built(Announced.small(1), now.plusSeconds(300))).code())
        .isEqualTo(Code.ACCEPTED);
    Verdict ahead = edge.push(Announced.built(Announced.small(2), now.plusMillis(300_001)));
    assertThat(ahead.code()).isEqualTo(Code.REJECTED_OLD);
    assertThat(ahead.text()).contains("more than PT5M in the future").contains("clocks");
  }

  /** Else nothing would be newer any more, for as long as that takes. */
  @Test
  void version_fromTheFuture_isRejectedAndBlocksNothing() {
    Edge edge = new Edge();
    edge.push(Announced.small(1));
    long now = edge.clock.millis();
    SnapshotVersion enormous = new SnapshotVersion(Long.MAX_VALUE, 1);

    Verdict ahead = edge.push(Announced.version(Announced.small(2), enormous));
    Verdict same = edge.push(Announced.version(Announced.small(1), enormous));
    Verdict justAhead =
        edge.push(Announced.version(Announced.small(2), new SnapshotVersion(now + 300_001, 1)));

    assertThat(ahead.code()).isEqualTo(Code.REJECTED_OLD);
    assertThat(ahead.text()).contains("from the future").contains("clocks");
    assertThat(same).as("whatever its content is").isEqualTo(ahead);
    assertThat(justAhead.code()).isEqualTo(Code.REJECTED_OLD);
    assertThat(edge.push(Announced.small(2)).code()).isEqualTo(Code.ACCEPTED);
    assertThat(
            edge.push(Announced.version(Announced.small(3), new SnapshotVersion(now + 300_000, 1)))
                .code())
        .isEqualTo(Code.ACCEPTED);
  }

  /** The older protocol has no epoch; its version is a time. */
  @Test
  void versionWithoutAnEpoch_fromTheFuture_isRejectedAndBlocksNothing() {
    Edge edge = new Edge();
    long now = edge.clock.millis();

    assertThat(edge.push(bare(1, now + 300_001)).text()).contains("from the future");
    assertThat(edge.push(bare(2, now + 300_000)).code()).isEqualTo(Code.ACCEPTED);
  }

  private static SampleSnapshot bare(long content, long version) {
    return Announced.bare(
        Announced.version(Announced.small(content), new SnapshotVersion(0, version)));
  }

  /** Versions decide, not clocks. */
  @Test
  void clock_setBackAndForth_changesNothingOfWhatIsNewer() {
    Edge edge = new Edge();
    edge.push(Announced.built(Announced.small(1), Instant.EPOCH));
    edge.clock.advance(Duration.ofDays(1_000));
    assertThat(edge.push(Announced.small(2)).code()).isEqualTo(Code.ACCEPTED);
    edge.clock.advance(Duration.ofDays(-999));

    assertThat(edge.push(Announced.small(3)).code()).isEqualTo(Code.ACCEPTED);
    assertThat(edge.push(Announced.small(2)).code()).isEqualTo(Code.REJECTED_OLD);
    assertThat(edge.subscriber.status().names().get(Edge.NAME).age().orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ZERO);
  }

  /** It had been on its way for long. */
  @Test
  void age_isThatOfTheOffer() {
    Edge edge = Edge.taking(aged(Duration.ofHours(2)));
    var reception = edge.wanted(Announced.small(1));
    Edge.send(reception, Announced.small(1));
    edge.clock.advance(Duration.ofHours(5));

    assertThat(reception.complete().code()).isEqualTo(Code.ACCEPTED);
  }

  private static Terms aged(Duration oldest) {
    return new Terms(USUAL.maxSize(), oldest, USUAL.skew(), USUAL.schemaHash(), USUAL.peers());
  }

  @Test
  void policy_withoutSense_isRefused() {
    assertThatThrownBy(() -> SubscriberPolicy.taking())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> aged(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-1S");
    assertThatThrownBy(() -> new Limits(0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0, 1, 1, 1");
  }
}
