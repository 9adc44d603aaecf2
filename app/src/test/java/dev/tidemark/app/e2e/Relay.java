package dev.tidemark.app.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and its upstream, and resets the connection after so many bytes. */
final class Relay implements AutoCloseable {

  private final URI upstream;
  private final AtomicLong left;
  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private Relay(URI upstream, long bytes) throws IOException {
    this.upstream = upstream;
    this.left = new AtomicLong(bytes);
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /**
   * @param bytes of answers that go through before the reset
   */
  static Relay before(URI upstream, long bytes) throws IOException {
    Relay relay = new Relay(upstream, bytes);
    relay.threads.execute(relay::accept);
    return relay;
  }

  String base() {
    return "http://127.0.0.1:" + listening.getLocalPort() + upstream.getPath();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(upstream.getHost(), upstream.getPort());
        threads.execute(() -> copy(client, server, new AtomicLong(Long.MAX_VALUE)));
        threads.execute(() -> copy(server, client, left));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private static void copy(Socket from, Socket to, AtomicLong left) {
    byte[] piece = new byte[256];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        out.write(piece, 0, read);
        if (left.addAndGet(-read) <= 0) {
          to.setSoLinger(true, 0);
          return;
        }
      }
    } catch (IOException e) {
      // One side has ended, and so does the other.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
