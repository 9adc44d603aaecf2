package dev.tidemark.app.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An upstream that does with each entity type what the test says, and has no rows of others. */
final class ScriptedUpstream implements AutoCloseable {

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** What was asked for so far: {@code /api/org?depth=0}. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private ScriptedUpstream(HttpServer http) {
    this.http = http;
  }

  /** How one request is answered; interrupted when the upstream is closed. */
  interface Answer {
    void send(HttpExchange exchange) throws IOException, InterruptedException;
  }

  static ScriptedUpstream start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    ScriptedUpstream upstream = new ScriptedUpstream(http);
    http.createContext("/", upstream::answer);
    http.setExecutor(upstream.threads);
    http.start();
    return upstream;
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/api");
  }

  /** From now on, requests for rows of this type are answered so. */
  void on(String type, Answer answer) {
    answers.put("/api/" + type, answer);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestURI().toString());
    try (exchange) {
      answers
          .getOrDefault(exchange.getRequestURI().getPath(), Answers.rows(List.of()))
          .send(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.stop(0);
  }
}
