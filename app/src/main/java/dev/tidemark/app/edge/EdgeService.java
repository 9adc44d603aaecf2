package dev.tidemark.app.edge;

import dev.tidemark.app.http.WebServer;
import dev.tidemark.assembly.SubscriberListening;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes up an edge, from its start to its end. */
public final class EdgeService {

  private static final Logger LOG = LoggerFactory.getLogger("tidemark.edge");

  private final SubscriberListening listening;
  private final WebServer server;
  private final Optional<EdgeOrigin> origin;
  private final RollbackOrders orders;

  public EdgeService(
      SubscriberListening listening,
      WebServer server,
      Optional<EdgeOrigin> origin,
      RollbackOrders orders) {
    this.listening = listening;
    this.server = server;
    this.origin = origin;
    this.orders = orders;
  }

  /**
   * Takes snapshots and orders from now on.
   *
   * @return where snapshots come in: {@code host:port}
   * @throws dev.tidemark.core.StorageException if it cannot listen there
   */
  public String start() {
    String address = listening.start();
    orders.start();
    origin.ifPresent(EdgeOrigin::start);
    LOG.atInfo().addKeyValue("address", address).log("edge takes snapshots");
    return address;
  }

  /**
   * Publishers are told that nobody listens any more, and what they send is given up, so that they
   * can go on from there later; requests that are being answered get a moment to end.
   */
  public void stop() {
    LOG.info("stopping");
    orders.close();
    listening.close();
    server.close();
    origin.ifPresent(EdgeOrigin::close);
    LOG.info("stopped");
  }
}
