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

  /** For those that wait for one of them, or for the connection to be missed. */
  private static final QuicConfig.Limits SHORT =
      QuicConfig.Limits.DEFAULTS
          .withIdle(Duration.ofSeconds(5))
          .withConnect(Duration.ofSeconds(5))
          .withSilence(Duration.ofSeconds(6));

  @TempDir static Path directory;

  private QuicConfig.Limits limits =
      QuicConfig.Limits.DEFAULTS
          .withIdle(Duration.ofMinutes(1))
          .withConnect(Duration.ofMinutes(1))
          .withSilence(Duration.ofMinutes(1));

  @BeforeAll
  static void makeCertificates() {
    CertificatesConfig.in(directory).create(List.of("origin", "edge"), Clock.systemUTC());
  }

  @Override
  public TransportPlace newPlace() {
    return new Place(limits);
  }

  // Those from here on wait for a timeout each.

  @Override
  @Test
  public void push_whenTheConnectionBreaks_isUnavailableAndGoesOnNextTime() throws Exception {
    limits = SHORT;
    SnapshotTransportContract.super.push_whenTheConnectionBreaks_isUnavailableAndGoesOnNextTime();
  }

  @Override
  @Test
  @Tag("proof")
  public void push_toNobody_isUnavailable() throws Exception {
    limits = SHORT;
    SnapshotTransportContract.super.push_toNobody_isUnavailable();
  }

  @Override
  @Test
  @Tag("proof")
  public void push_whenTheVerdictIsLost_isUnavailable() throws Exception {
    limits = SHORT;
    SnapshotTransportContract.super.push_whenTheVerdictIsLost_isUnavailable();
  }

  @Override
  @Test
  @Tag("proof")
  public void push_whenTheSenderClosesMeanwhile_isUnavailable() throws Exception {
    limits = SHORT;
    SnapshotTransportContract.super.push_whenTheSenderClosesMeanwhile_isUnavailable();
  }

  @Override
  @Test
  @Tag("proof")
  public void listen_closed_takesNothingAndCanBeginAnew() throws Exception {
    limits = SHORT;
    SnapshotTransportContract.super.listen_closed_takesNothingAndCanBeginAnew();
  }

  private static final class Place implements TransportPlace {

    private final Map<String, FaultyDatagramLink> links = new ConcurrentHashMap<>();
    private final SnapshotTransport sender;
    private final SnapshotTransport receiver;

    Place(QuicConfig.Limits limits) {
      sender = QuicTransport.open(as("origin", limits), Clock.systemUTC());
      receiver =
          QuicTransport.open(
              as("edge", limits)
                  .listeningAt("127.0.0.1:0")
                  .allowing(QuicConfig.Peers.named(Set.of("origin"))),
              Clock.systemUTC());
    }

    private static QuicConfig as(String name, QuicConfig.Limits limits) {
      return QuicConfig.mutual(CertificatesConfig.in(directory).identity(name)).withLimits(limits);
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
