package dev.tidemark.testkit.fake;

import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import dev.tidemark.testkit.contract.SnapshotTransportContract;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

final class InMemorySnapshotTransportTest implements SnapshotTransportContract {

  @Override
  public TransportPlace newPlace() {
    return new Place();
  }

  private static final class Place implements TransportPlace {

    private static final String ADDRESS = "memory:1";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final InMemoryNetwork network = new InMemoryNetwork(threads);
    private final SnapshotTransport sender = network.transport("origin");
    private final SnapshotTransport receiver = network.transport("edge", ADDRESS);

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
      return new Target("public", "edge", Target.Strategy.TIDEMARK, address, true);
    }

    @Override
    public Target nowhere() {
      return target("memory:404");
    }

    @Override
    public void cut() {
      network.cut(ADDRESS);
    }

    @Override
    public void close() {
      sender.close();
      receiver.close();
      threads.shutdownNow();
    }
  }
}
