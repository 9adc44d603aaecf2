package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import dev.tidemark.testkit.contract.SnapshotTransportContract;
import dev.tidemark.testkit.net.FaultyDatagramLink;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuicTransportContractTest implements SnapshotTransportContract {

  @TempDir static Path directory;

  @BeforeAll
  static void makeCertificates() {
    CertificatesConfig.in(directory).create(List.of("origin", "edge"), Clock.systemUTC());
  }

  @Override
  public TransportPlace newPlace() {
    return new Place();
  }

  // Those from here on wait for a timeout each, as the one of the connection that breaks does.

  @Override
  @Test
  @Tag("proof")
  public void push_toNobody_isUnavailable() throws Exception {
    SnapshotTransportContract.super.push_toNobody_isUnavailable();
  }

  @Override
  @Test
  @Tag("proof")
  public void push_whenTheVerdictIsLost_isUnavailable() throws Exception {
    SnapshotTransportContract.super.push_whenTheVerdictIsLost_isUnavailable();
  }

  @Override
  @Test
  @Tag("proof")
  public void push_whenTheSenderClosesMeanwhile_isUnavailable() throws Exception {
    SnapshotTransportContract.super.push_whenTheSenderClosesMeanwhile_isUnavailable();
  }

  @Override
  @Test
  @Tag("proof")
  public void listen_closed_takesNothingAndCanBeginAnew() throws Exception {
    SnapshotTransportContract.super.listen_closed_takesNothingAndCanBeginAnew();
  }

  private static final class Place implements TransportPlace {

    private static final QuicConfig.Limits LIMITS =
        QuicConfig.Limits.DEFAULTS
            .withIdle(Duration.ofSeconds(3))
            .withConnect(Duration.ofSeconds(5))
            .withSilence(Duration.ofSeconds(4));

    private final SnapshotTransport sender = QuicTransport.open(as("origin"), Clock.systemUTC());
    private final SnapshotTransport receiver =
        QuicTransport.open(
            as("edge")
                .listeningAt("127.0.0.1:0")
                .allowing(QuicConfig.Peers.named(Set.of("origin"))),
            Clock.systemUTC());
    private final Map<String, FaultyDatagramLink> links = new ConcurrentHashMap<>();

    private static QuicConfig as(String name) {
      return QuicConfig.mutual(CertificatesConfig.in(directory).identity(name)).withLimits(LIMITS);
    }

    @Override
    public SnapshotTransport sender() {
      return sender;
    }

    @Override
    public String peer() {
      return "origin";
    }

    @Override
    public SnapshotTransport receiver() {
      return receiver;
    }

    @Override
    public Target target(String address) {
      Address to = Address.parse(address);
      FaultyDatagramLink link =
          links.computeIfAbsent(address, unknown -> FaultyDatagramLink.to(to.host(), to.port()));
      return at("127.0.0.1:" + link.port());
    }

    @Override
    public Target nowhere() {
      return at("127.0.0.1:9");
    }

    private static Target at(String address) {
      return new Target("public", "edge", Target.Strategy.TIDEMARK, address, true);
    }

    @Override
    public void cut() {
      links.values().forEach(FaultyDatagramLink::cut);
    }

    @Override
    public void close() {
      sender.close();
      receiver.close();
      links.values().forEach(FaultyDatagramLink::close);
    }
  }
}
