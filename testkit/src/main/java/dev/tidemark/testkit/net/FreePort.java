package dev.tidemark.testkit.net;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port for a server that keeps it while it is away. Those that the system gives out by itself
 * would not do: it gives them to clients as well, so that another one may have it when the server
 * comes back. Nor would those that other tests look among at the same time: each process has a
 * share of its own, and gives out all of it before it gives out one again.
 */
public final class FreePort {

  private static final int LOWEST = 20_000;
  private static final int END = 32_000;
  private static final int SHARE = 500;
  private static final int TRIES = 200;

  private static final Share OURS = share();

  private FreePort() {}

  /**
   * The ports behind one that is kept for as long as the process runs.
   *
   * @param mark tells all others that the share is taken
   */
  private record Share(ServerSocket mark, AtomicInteger given) {

    int next() {
      return mark.getLocalPort() + 1 + given.getAndIncrement() % (SHARE - 1);
    }
  }

  private static Share share() {
    for (int first = LOWEST; first < END; first += SHARE) {
      try {
        ServerSocket mark = new ServerSocket(first, 1, InetAddress.getLoopbackAddress());
        return new Share(mark, new AtomicInteger(ThreadLocalRandom.current().nextInt(SHARE)));
      } catch (IOException taken) {
        // The next one may be free.
      }
    }
    throw new IllegalStateException(
        "all shares of the ports between %d and %d are taken".formatted(LOWEST, END));
  }

  /** A loopback port that nobody listens on now, neither TCP nor UDP. */
  public static int find() {
    for (int i = 0; i < TRIES; i++) {
      int port = OURS.next();
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("%d ports in a row are all taken".formatted(TRIES));
  }

  private static boolean isFree(int port) {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket stream = new ServerSocket(port, 1, here);
        DatagramSocket datagrams = new DatagramSocket(port, here)) {
      return stream.isBound() && datagrams.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
