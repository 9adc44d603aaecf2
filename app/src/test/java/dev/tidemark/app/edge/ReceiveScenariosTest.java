package dev.tidemark.app.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.adapter.quic.CertificatesConfig;
import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.ManifestCheck;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.SubscriberPolicy.Limits;
import dev.tidemark.core.snapshot.SubscriberPolicy.Terms;
import dev.tidemark.core.snapshot.Target.Strategy;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.testkit.net.FaultyDatagramLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an edge takes, and what it serves whatever it is sent: scenarios 12 to 19. */
final class ReceiveScenariosTest {

  @TempDir Path directory;
  @AutoClose private SnapshotNet net;
  private OriginNode origin;
  private EdgeNode edge;

  @BeforeEach
  void net() {
    net = new SnapshotNet(directory);
    origin = net.origin("origin");
    edge = net.edge("edge");
    origin.target("edge", edge.address());
    origin.item(1, "one", "open");
  }

  /** A generation more than there was, built here and sent to nobody. */
  private FileOffer built(long id) {
    origin.item(id, "item", "open");
    origin.targets.clear();
    SnapshotVersion version = origin.publish().manifest().version();
    return FileOffer.of(origin.shelf(), generation(version));
  }

  private SignedManifest generation(SnapshotVersion version) {
    return origin.shelf().generations().stream()
        .filter(each -> each.manifest().version().equals(version))
        .findFirst()
        .orElseThrow();
  }

  private void assertServes(Long... ids) {
    assertThat(edge.items()).containsExactly(ids);
    assertThat(edge.leftovers()).isEmpty();
  }

  /** It is still there for a good one. */
  private void assertTakesTheNext() {
    FileOffer good = built(99);
    assertThat(origin.push(edge, good).code()).isEqualTo(Code.ACCEPTED);
    assertThat(edge.items()).contains(99L);
    assertThat(edge.leftovers()).isEmpty();
  }

  @Test
  void scenario12TwoPushesAtOnceAreBothVerifiedAndTheNewestWins() {
    FileOffer older = built(2);
    FileOffer newer = built(3);

    CompletableFuture<Verdict> one = CompletableFuture.supplyAsync(() -> origin.push(edge, older));
    CompletableFuture<Verdict> two = CompletableFuture.supplyAsync(() -> origin.push(edge, newer));

    assertThat(two.join().code()).isEqualTo(Code.ACCEPTED);
    assertThat(one.join().code()).isIn(Code.ACCEPTED, Code.REJECTED_OLD);
    assertServes(1L, 2L, 3L);
  }

  @Test
  void scenario13OlderVersionIsStaleHoweverYoungItsBuild() {
    FileOffer older = built(2);
    FileOffer newer = built(3);
    assertThat(origin.push(edge, newer).code()).isEqualTo(Code.ACCEPTED);

    assertThat(origin.push(edge, older).code()).isEqualTo(Code.REJECTED_OLD);

    assertServes(1L, 2L, 3L);
  }

  /**
   * What a peer of this program can say. Those that cannot be said with it are said byte by byte in
   * {@code DbSyncWireTest} of the QUIC adapter (bad magic, more than 1 MiB of metadata, a size
   * above the limit or below zero, a hash of three characters, a payload that is cut off or goes
   * on, a gzip bomb), in its {@code DbSyncTest} (metadata alone), and for the newer protocol in its
   * {@code FrameAbuseTest} and {@code FrameFuzzTest}.
   */
  @Test
  void scenario14LiesAreRefusedByKindAndLeaveNothing() {
    EdgeNode.Draft draft = EdgeNode.plain(net, "strict");
    edge = net.edge(draft.by(upTo(1_000_000)));
    FileOffer good = built(2);
    SnapshotVersion version = good.said().version();
    long size = good.said().size();
    String hash = good.said().fileHash();

    assertThat(origin.push(edge, good.saying(version, 1_000_001, hash)).code())
        .isEqualTo(Code.REJECTED_SIZE);
    assertThat(origin.push(edge, good.saying(version, size, "0".repeat(64))).code())
        .isEqualTo(Code.REJECTED_HASH);
    assertNotTaken(good.saying(version, size + 4_096, hash));
    assertNotTaken(good.saying(version, size - 4_096, hash));

    assertServes();
    assertTakesTheNext();
  }

  /** The sender may notice by itself that its file is not what it says. */
  private void assertNotTaken(FileOffer lie) {
    try {
      assertThat(origin.push(edge, lie).code().isGood()).isFalse();
    } catch (TargetUnavailableException notSent) {
      assertThat(edge.version()).isEmpty();
    }
  }

  private static SubscriberPolicy upTo(long size) {
    Terms terms = new Terms(size, Duration.ZERO, Duration.ofMinutes(5), Optional.empty(), Set.of());
    return new SubscriberPolicy(Map.of("public", terms), Limits.USUAL, ManifestCheck.NONE);
  }

  @Tag("proof")
  @Test
  void scenario15ReadersOfAHundredSwapsSeeOneVersionEach() throws Exception {
    ExecutorService readers = Executors.newCachedThreadPool();
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong reads = new AtomicLong();
    origin.execute("INSERT INTO place VALUES (1, 0)", "UPDATE item SET round = 0");
    origin.publishToOne();
    List<Future<?>> all =
        Stream.generate(() -> readers.submit(() -> read(over, reads)))
            .limit(3)
            .<Future<?>>map(each -> each)
            .toList();
    AtomicInteger swaps = new AtomicInteger();
    for (int round = 1; round <= 100; round++) {
      origin.execute("UPDATE place SET round = " + round, "UPDATE item SET round = " + round);
      if (origin.publishToOne().code() == Code.ACCEPTED) {
        swaps.incrementAndGet();
      }
    }
    over.set(true);
    for (Future<?> each : all) {
      each.get();
    }
    readers.shutdown();

    assertThat(swaps).hasValue(100);
    assertThat(reads.get()).isGreaterThan(100);
  }

  /** Both tables say the same, however often the file is another one meanwhile. */
  private void read(AtomicBoolean over, AtomicLong reads) {
    while (!over.get()) {
      try (SnapshotReader reader = edge.subscriber().read("public")) {
        assertThat(EdgeNode.round(reader, "item").equals(EdgeNode.round(reader, "place"))).isTrue();
      }
      reads.incrementAndGet();
    }
  }

  @Test
  void scenario16DamagedPageOfAHashThatIsRightIsRefused() {
    assertThat(origin.publishToOne().code()).isEqualTo(Code.ACCEPTED);
    FileOffer good = built(2);
    byte[] bytes = good.bytes().clone();
    Arrays.fill(bytes, 4_096, bytes.length, (byte) 0x5A);

    Verdict verdict = origin.push(edge, good.with(bytes));

    assertThat(verdict.code()).isEqualTo(Code.REJECTED_SCHEMA);
    assertServes(1L);
    assertThat(origin.push(edge, good).code()).isEqualTo(Code.ACCEPTED);
    assertServes(1L, 2L);
  }

  /** A directory lies where the file would have to be. */
  @Test
  void scenario17SwapThatFailsLeavesTheOldOneServing() throws IOException {
    assertThat(origin.publishToOne().code()).isEqualTo(Code.ACCEPTED);
    FileOffer next = built(2);
    Path inTheWay = edge.shelf().resolve(next.said().version() + ".db");
    Files.createDirectories(inTheWay.resolve("full"));

    Verdict verdict = origin.push(edge, next);

    assertThat(verdict.code().isGood()).isFalse();
    assertServes(1L);
    Files.delete(inTheWay.resolve("full"));
    Files.deleteIfExists(inTheWay);
    assertTakesTheNext();
  }

  /** TLS older than 1.3 is no matter: there is none below QUIC. */
  @Test
  void scenario18PeerWithoutTheRightCertificateOrProtocolIsRefused() {
    CertificatesConfig others = CertificatesConfig.in(directory.resolve("others"));
    others.create(List.of("origin"), Clock.systemUTC());
    FileOffer good = built(2);

    assertRefused("none", QuicConfig.insecure(), good);
    assertRefused("other-authority", QuicConfig.mutual(others.identity("origin")), good);
    assertThat(said(as("stranger", net.certified("stranger")), good))
        .contains(Code.REJECTED_AUTH.name());
    assertThatThrownBy(() -> origin.push(edge.address(), Strategy.DBSYNC, good))
        .isInstanceOf(TargetUnavailableException.class);

    assertServes();
    assertTakesTheNext();
  }

  private void assertRefused(String name, QuicConfig quic, FileOffer offer) {
    OriginNode other = as(name, quic);
    assertThatThrownBy(() -> other.push(edge, offer))
        .isInstanceOf(TargetUnavailableException.class);
  }

  /** Who is too slow to ask hears it by the close. */
  private String said(OriginNode other, FileOffer offer) {
    try {
      return other.push(edge, offer).toString();
    } catch (TargetUnavailableException e) {
      return e.getMessage();
    }
  }

  private OriginNode as(String name, QuicConfig quic) {
    return net.origin(OriginNode.plain(net, name).as(quic));
  }

  /**
   * The link is as thin and as bad as in the scenario, on which 200 MiB take six minutes. An eighth
   * of that, which packed is a sixteenth, has the same to go through.
   */
  @Tag("proof")
  @Test
  void scenario19ThinAndLossyLinkCarriesItAndTheVerdictBack() {
    FaultyDatagramLink link = net.keep(FaultyDatagramLink.to("127.0.0.1", edge.port()));
    origin.execute(
        "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 6243)"
            + " INSERT INTO item SELECT i, hex(randomblob(2000)), 'open', 'x' || i, 0 FROM n");
    FileOffer large = built(2);
    assertThat(large.said().size()).isGreaterThan(25_000_000);
    link.slow(625_000);
    link.lossy(10);

    Verdict verdict = origin.push(link.host() + ":" + link.port(), Strategy.TIDEMARK, large);

    assertThat(verdict.code()).isEqualTo(Code.ACCEPTED);
    assertThat(edge.items()).hasSize(6_146);
  }
}
