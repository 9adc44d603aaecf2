package dev.tidemark.testkit.net;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that keeps it while it is away. Those that the system gives out by itself
 * would not do: it gives them to clients as well, so that another one may have it when the server
 * comes back.
 */
public final class FreePort {

  private static final int LOWEST = 20_000;
  private static final int END = 32_000;
  private static final int TRIES = 200;

  private FreePort() {}

  /** A loopback port that nobody listens on now, neither TCP nor UDP. */
  public static int find() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "%d ports between %d and %d are all taken".formatted(TRIES, LOWEST, END));
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
