package dev.tidemark.app.e2e;

import dev.tidemark.app.e2e.ScriptedUpstream.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What upstreams answer, good and bad. */
final class Answers {

  private static final int LENGTH_UNKNOWN = 0;
  private static final int NO_BODY = -1;
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private Answers() {}

  static Answer rows(List<String> rows) {
    return json(envelope(rows));
  }

  static Answer rows(String... rows) {
    return rows(List.of(rows));
  }

  static Answer json(String body) {
    return status(200, "application/json", body);
  }

  static Answer status(int status, String type, String body) {
    return status(status, Map.of("Content-Type", type), body);
  }

  static Answer status(int status, Map<String, String> headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return exchange -> {
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? NO_BODY : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    };
  }

  /** Promises all of the rows, and closes the connection in the middle of them. */
  static Answer cutShort(List<String> rows) {
    byte[] bytes = envelope(rows).getBytes(StandardCharsets.UTF_8);
    return exchange -> {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
      exchange.getResponseBody().flush();
    };
  }

  /** Takes the request, tells so, and says nothing. */
  static Answer silence(CountDownLatch begun) {
    return exchange -> {
      begun.countDown();
      NEVER.await();
    };
  }

  /** Sends some rows, tells so, and says nothing more. */
  static Answer stalled(List<String> rows, CountDownLatch begun) {
    return exchange -> {
      exchange.sendResponseHeaders(200, LENGTH_UNKNOWN);
      exchange
          .getResponseBody()
          .write(("{\"data\":[" + String.join(",", rows)).getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      begun.countDown();
      NEVER.await();
    };
  }

  /**
   * Sends this row now and then, as long as anybody listens; tells when the first is through, and
   * when nobody listens any more.
   */
  static Answer trickling(String row, CountDownLatch begun, CountDownLatch dropped) {
    byte[] piece = (row + ",").getBytes(StandardCharsets.UTF_8);
    return exchange -> {
      exchange.sendResponseHeaders(200, LENGTH_UNKNOWN);
      OutputStream body = exchange.getResponseBody();
      body.write("{\"data\":[".getBytes(StandardCharsets.UTF_8));
      try {
        while (!NEVER.await(20, TimeUnit.MILLISECONDS)) {
          body.write(piece);
          body.flush();
          begun.countDown();
        }
      } catch (IOException e) {
        dropped.countDown();
      }
    };
  }

  /** Sends this row again and again, as long as anybody listens; tells when many are through. */
  static Answer endless(String row, CountDownLatch begun) {
    byte[] piece = (row + ",").repeat(100).getBytes(StandardCharsets.UTF_8);
    return exchange -> {
      exchange.sendResponseHeaders(200, LENGTH_UNKNOWN);
      OutputStream body = exchange.getResponseBody();
      body.write("{\"data\":[".getBytes(StandardCharsets.UTF_8));
      try {
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
          body.write(piece);
          if (i == 50) {
            begun.countDown();
          }
        }
      } catch (IOException e) {
        // Nobody listens any more.
      }
    };
  }

  /** Tells that it was asked, and answers once it may. */
  static Answer held(CountDownLatch asked, CountDownLatch may, Answer then) {
    return exchange -> {
      asked.countDown();
      may.await();
      then.send(exchange);
    };
  }

  private static String envelope(List<String> rows) {
    return "{\"meta\":{},\"data\":[" + String.join(",", rows) + "]}";
  }
}
