package dev.tidemark.testkit.origin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server on the loopback interface that takes each request byte for byte and does with its
 * connection exactly what the test says. One request per connection.
 */
public final class RawOrigin implements AutoCloseable {

  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Visit> open = ConcurrentHashMap.newKeySet();
  private final List<Visit> visits = new CopyOnWriteArrayList<>();

  /** What is done with a request whose head has been read; the connection is closed behind it. */
  @FunctionalInterface
  public interface Script {
    void serve(Visit visit) throws Exception;
  }

  public RawOrigin(Script script) throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(() -> accept(script));
  }

  /** Reads each request to its end and answers with these bytes. */
  public static RawOrigin answering(String bytes) throws IOException {
    return new RawOrigin(
        visit -> {
          visit.readBody();
          visit.send(bytes);
        });
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** The requests so far, in the order in which they came. */
  public List<Visit> visits() {
    return List.copyOf(visits);
  }

  private void accept(Script script) {
    while (!listening.isClosed()) {
      try {
        Visit visit = new Visit(listening.accept());
        open.add(visit);
        threads.execute(() -> serve(visit, script));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Visit visit, Script script) {
    try (visit) {
      visit.readHead();
      visits.add(visit);
      script.serve(visit);
    } catch (Exception e) {
      // The peer went away, which is what many tests are about.
    } finally {
      open.remove(visit);
    }
  }

  /** Drops all connections. */
  @Override
  public void close() throws IOException {
    listening.close();
    for (Visit visit : open) {
      visit.close();
    }
    threads.shutdownNow();
  }
}
