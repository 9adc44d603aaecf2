package dev.tidemark.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Says back what it is told. */
final class EchoServer implements AutoCloseable {

  private final ServerSocket entrance;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private EchoServer(ServerSocket entrance) {
    this.entrance = entrance;
  }

  static EchoServer start() {
    try {
      EchoServer server = new EchoServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      server.threads.execute(server::serve);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return entrance.getLocalPort();
  }

  int connections() {
    return clients.size();
  }

  private void serve() {
    try {
      while (true) {
        Socket client = entrance.accept();
        clients.add(client);
        threads.execute(() -> answer(client));
      }
    } catch (IOException closed) {
      // By the test.
    }
  }

  private void answer(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException broken) {
      // As the test wants it.
    } finally {
      clients.remove(client);
    }
  }

  @Override
  public void close() {
    Sockets.close(entrance);
    clients.forEach(Sockets::close);
    threads.shutdownNow();
  }
}
