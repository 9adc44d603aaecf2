package dev.tidemark.testkit.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands before any TCP server, on a loopback port of its own that stays the same, and passes on
 * what is sent until it is told to fail. Every fault is there when the method returns, for the
 * connections that there are as well as for new ones, and lasts until the next call; a piece that
 * was on its way may still arrive. Safe for use by many threads.
 *
 * <pre>
 * try (FaultyLink link = FaultyLink.to("127.0.0.1", server.port())) {
 *   client.connect(link.host(), link.port());
 *   link.stall();
 *   // The client waits for an answer that does not come.
 *   link.heal();
 *   // And there it is.
 * }
 * </pre>
 *
 * @see #cut() a server that was stopped
 * @see #reset() a server, or a firewall, that breaks off
 * @see #stall() a network that loses everything
 * @see #halfOpen() a server that lost its power
 * @see #slow(int) a bad line
 */
public final class FaultyLink implements AutoCloseable {

  private final InetSocketAddress server;
  private final int port;
  private final Gate gate = new Gate();
  private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private @Nullable Entrance entrance;

  private FaultyLink(InetSocketAddress server) {
    this.server = server;
    this.port = FreePort.find();
    heal();
  }

  /** A link that is whole; the server need not be there yet. */
  public static FaultyLink to(String host, int port) {
    return new FaultyLink(new InetSocketAddress(host, port));
  }

  /** Where clients find it, with {@link #port()}. */
  public String host() {
    return InetAddress.getLoopbackAddress().getHostAddress();
  }

  public int port() {
    return port;
  }

  /** How many clients are connected. */
  public int connections() {
    return passages.size();
  }

  /** Closes all connections in order, and refuses new ones. */
  public synchronized void cut() {
    gate.become(Flow.STOPPED);
    closeEntrance();
    passages.forEach(Passage::close);
  }

  /** Breaks all connections off with a reset, and new ones too as soon as they stand. */
  public synchronized void reset() {
    become(Flow.RESETTING);
    passages.forEach(Passage::reset);
  }

  /**
   * Keeps all connections, and accepts new ones, but passes nothing on in either direction. What
   * was sent meanwhile arrives when the link heals.
   */
  public synchronized void stall() {
    become(Flow.STOPPED);
  }

  /**
   * Leaves the clients with connections that are none: the server's ends are closed, and nothing is
   * answered. New ones are accepted and are no better. All of them are reset when the link heals,
   * as by a server that came back and knows nothing of them.
   */
  public synchronized void halfOpen() {
    become(Flow.HALF_OPEN);
    passages.forEach(Passage::abandon);
  }

  /**
   * Passes on this many bytes in a second, in each direction of each connection.
   *
   * @param bytesPerSecond at least 10
   */
  public synchronized void slow(int bytesPerSecond) {
    become(Flow.slow(bytesPerSecond));
  }

  /** Passes everything on again; idempotent. */
  public synchronized void heal() {
    if (!gate.flow().keepsNewcomers()) {
      // Whoever knocked before is not let in as if he had come after.
      closeEntrance();
    }
    passages.stream().filter(Passage::isAbandoned).forEach(Passage::reset);
    become(Flow.FREE);
  }

  /** Closes all connections; idempotent. */
  @Override
  public void close() {
    cut();
    threads.shutdownNow();
  }

  private void become(Flow flow) {
    gate.become(flow);
    if (entrance == null) {
      entrance = Entrance.open(port, this::enter, threads);
    }
  }

  private void closeEntrance() {
    if (entrance != null) {
      entrance.close();
      entrance = null;
    }
  }

  private synchronized void enter(Entrance through, Socket client) {
    if (entrance != through) {
      Sockets.resetOnClose(client);
      Sockets.close(client);
      return;
    }
    Passage passage = new Passage(client, gate, passages::remove);
    passages.add(passage);
    switch (gate.flow().kind()) {
      case RESETTING -> passage.reset();
      case HALF_OPEN -> passage.abandon();
      default -> threads.execute(() -> passage.run(server, threads));
    }
  }
}
