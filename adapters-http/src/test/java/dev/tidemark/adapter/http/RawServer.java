package dev.tidemark.adapter.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A server that does with each connection exactly what the test says, and then closes it. */
final class RawServer implements AutoCloseable {

  static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private static final int TLS_HANDSHAKE = 0x16;

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Connection> connections = new ConcurrentLinkedDeque<>();

  /** The heads of all requests so far. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** What is done with a connection whose request has been read. */
  interface Script {
    void serve(Connection connection) throws Exception;
  }

  RawServer(Script script) throws IOException {
    threads.execute(() -> accept(script));
  }

  static RawServer answering(String bytes) throws IOException {
    return new RawServer(connection -> connection.send(bytes));
  }

  /** A response with a length. */
  static String sized(String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return OK + "Content-Length: " + length + "\r\n\r\n" + body;
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/api");
  }

  private void accept(Script script) {
    while (!listening.isClosed()) {
      try {
        Connection connection = new Connection(listening.accept());
        connections.add(connection);
        threads.execute(() -> serve(connection, script));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Connection connection, Script script) {
    try (connection) {
      String head = connection.readHead();
      while (head != null) {
        requests.add(head);
        script.serve(connection);
        head = connection.keepsAlive ? connection.readHead() : null;
      }
    } catch (Exception e) {
      // The peer went away, which is what many tests are about.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Connection connection : connections) {
      connection.close();
    }
    threads.shutdownNow();
  }

  /** One client, seen from the server. */
  static final class Connection implements AutoCloseable {

    private final Socket socket;
    private volatile boolean keepsAlive;

    Connection(Socket socket) {
      this.socket = socket;
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    /** Reads the next request after this script. */
    void keepAlive() {
      keepsAlive = true;
    }

    /** Drops the connection with a TCP reset. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Waits until the client drops the connection. */
    void awaitGone() {
      try {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // A reset is gone too.
      }
    }

    private @Nullable String readHead() throws IOException {
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return null;
        }
        head.write(next);
        if (head.size() == 1 && next == TLS_HANDSHAKE) {
          return "";
        }
      }
      return head.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
