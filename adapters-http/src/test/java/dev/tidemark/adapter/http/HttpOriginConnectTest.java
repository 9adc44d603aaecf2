package dev.tidemark.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.adapter.http.HttpOriginConfig.Timeouts;
import dev.tidemark.core.OriginUnavailableException;
import dev.tidemark.core.OriginUnavailableException.Arrival;
import dev.tidemark.core.origin.spi.Origin;
import dev.tidemark.testkit.contract.OriginFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An origin that is there, and lets nobody in. */
final class HttpOriginConnectTest {

  private static final int MOST_WAITING = 20;
  private static final int WAITING_MILLIS = 200;

  private final List<Socket> waiting = new ArrayList<>();
  private ServerSocket server;

  @BeforeEach
  void crowd() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    boolean room = true;
    while (room && waiting.size() < MOST_WAITING) {
      Socket one = new Socket();
      waiting.add(one);
      room = enters(one);
    }
    assertThat(room).as("room for one more").isFalse();
  }

  private boolean enters(Socket one) throws IOException {
    try {
      one.connect(server.getLocalSocketAddress(), WAITING_MILLIS);
      return true;
    } catch (SocketTimeoutException full) {
      return false;
    }
  }

  @AfterEach
  void leave() throws IOException {
    for (Socket one : waiting) {
      one.close();
    }
    server.close();
  }

  @Test
  @Tag("proof")
  void forward_originThatDoesNotAccept_isUnsentWhereTheHeadMayTakeLess() {
    Duration connect = Duration.ofSeconds(6);
    Duration less = Duration.ofMillis(5_900);
    Origin origin =
        HttpOrigin.of(
            HttpOriginConfig.of(URI.create("http://127.0.0.1:" + server.getLocalPort()))
                .withTimeouts(new Timeouts(connect, less, less)));

    OriginUnavailableException failure =
        catchThrowableOfType(
            OriginUnavailableException.class, () -> origin.forward(OriginFixture.get("/a")));

    assertThat(failure.arrival()).isEqualTo(Arrival.NOT_SENT);
    assertThat(failure).hasMessageContaining("no connection within 6 s");
  }
}
