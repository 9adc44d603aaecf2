package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** An origin that pushes and an edge that listens, each with a certificate of one CA. */
final class Pair implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  final TestInbox inbox = new TestInbox();
  final QuicTransport origin;
  final QuicTransport edge;
  final SnapshotTransport.Listening listening;

  private Pair(QuicConfig sender, QuicConfig receiver) {
    origin = QuicTransport.open(sender, Clock.systemUTC());
    edge = QuicTransport.open(receiver, Clock.systemUTC());
    listening = edge.listen(inbox);
  }

  static Pair in(Path directory) {
    return in(directory, UnaryOperator.identity(), UnaryOperator.identity());
  }

  static Pair in(
      Path directory, UnaryOperator<QuicConfig> sender, UnaryOperator<QuicConfig> receiver) {
    CertificatesConfig certificates = CertificatesConfig.in(directory);
    certificates.create(List.of("origin", "edge"), Clock.systemUTC());
    return new Pair(
        sender.apply(QuicConfig.mutual(certificates.identity("origin"))),
        receiver.apply(
            QuicConfig.mutual(certificates.identity("edge"))
                .listeningAt("127.0.0.1:0")
                .allowing(QuicConfig.Peers.named(Set.of("origin")))));
  }

  /** For a connection over which nothing may be said for long. */
  static QuicConfig patient(QuicConfig config) {
    return config.withLimits(config.limits().withIdle(Duration.ofMinutes(1)));
  }

  Target target() {
    return target(Target.Strategy.TIDEMARK);
  }

  Target target(Target.Strategy strategy) {
    return new Target("public", "edge-1", strategy, listening.address(), true);
  }

  Delivery push(Offer offer) {
    return origin.push(target(), offer, PATIENCE, sent -> {});
  }

  Delivery pushVersion1(Offer offer) {
    return origin.push(target(Target.Strategy.DBSYNC), offer, PATIENCE, sent -> {});
  }

  @Override
  public void close() {
    origin.close();
    edge.close();
  }
}
