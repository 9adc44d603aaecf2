package dev.tidemark.testkit.net;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Stands before any UDP server, on a loopback port of its own, and passes datagrams on in both
 * directions until it is told to fail. Clients are told apart by the address that they send from.
 * Every fault is there when the method returns and lasts until {@link #heal}. Safe for use by many
 * threads.
 *
 * @see #cut() a router that forgot its connections
 * @see #stall() a network that loses everything
 * @see #lossy(int) a bad radio link
 * @see #slow(int) a thin line
 */
public final class FaultyDatagramLink implements AutoCloseable {

  private final InetSocketAddress server;
  private final DatagramSocket front;
  private final DatagramFaults faults = new DatagramFaults();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private final Map<SocketAddress, DatagramFlow> flows = new ConcurrentHashMap<>();

  private FaultyDatagramLink(InetSocketAddress server) {
    this.server = server;
    this.front = Sockets.datagrams();
    threads.execute(this::admit);
  }

  /** A link that is whole; the server need not be there yet. */
  public static FaultyDatagramLink to(String host, int port) {
    return new FaultyDatagramLink(new InetSocketAddress(host, port));
  }

  /** Where clients find it, with {@link #port()}. */
  public String host() {
    return InetAddress.getLoopbackAddress().getHostAddress();
  }

  public int port() {
    return front.getLocalPort();
  }

  /** From now on, all is lost of those who have sent something so far; new ones get through. */
  public void cut() {
    flows.values().forEach(DatagramFlow::cut);
  }

  /** Loses everything, of everybody. */
  public void stall() {
    faults.lose(1_000);
  }

  /**
   * Loses some datagrams, each way.
   *
   * @param perThousand how many of 1,000
   */
  public void lossy(int perThousand) {
    faults.lose(perThousand);
  }

  /**
   * Passes no more than this on, each way and of each client; what waits for longer than about a
   * tenth of a second is lost, as in a router.
   *
   * @param bytesPerSecond 10,000 or more
   */
  public void slow(int bytesPerSecond) {
    faults.slow(bytesPerSecond);
  }

  /** Passes on everything, except of those that were {@linkplain #cut cut}. */
  public void heal() {
    faults.none();
  }

  private void admit() {
    byte[] buffer = new byte[Sockets.LARGEST_DATAGRAM];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    while (Sockets.receive(front, packet)) {
      flows.computeIfAbsent(packet.getSocketAddress(), this::begin).toServer(packet);
    }
  }

  private DatagramFlow begin(SocketAddress client) {
    DatagramFlow flow = new DatagramFlow(front, client, server, faults);
    threads.execute(flow::pumpBack);
    flow.tick(ticks);
    return flow;
  }

  @Override
  public void close() {
    front.close();
    flows.values().forEach(DatagramFlow::close);
    ticks.shutdownNow();
    threads.shutdownNow();
  }
}
