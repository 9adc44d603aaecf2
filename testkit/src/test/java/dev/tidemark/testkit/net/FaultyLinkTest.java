package dev.tidemark.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over real sockets, before a server that says back what it is told. */
@Timeout(60)
final class FaultyLinkTest {

  /** How long silence is listened to before it counts. */
  private static final int SILENCE_MILLIS = 200;

  private final EchoServer server = EchoServer.start();
  private final FaultyLink link = FaultyLink.to("127.0.0.1", server.port());
  private final List<Socket> clients = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    link.close();
    server.close();
  }

  @Test
  void whole_passesOnInBothDirections() throws IOException {
    Socket client = connect();

    say(client, 7);

    assertThat(hear(client)).isEqualTo(7);
    assertThat(link.connections()).isEqualTo(1);
  }

  @Test
  void whole_endOfEitherSide_reachesTheOther() throws IOException {
    Socket client = connect();

    client.shutdownOutput();

    assertThat(hear(client)).as("the server ends when its client does").isEqualTo(-1);
    await().until(() -> link.connections() == 0);
  }

  /** It may be broken off before it knows that it stands. */
  @Test
  void whole_withoutAServer_breaksOff() {
    server.close();

    assertThatThrownBy(() -> hear(connect())).isInstanceOf(SocketException.class);
  }

  @Test
  void cut_endsConnectionsAndRefusesNewOnes() throws IOException {
    Socket client = talking();

    link.cut();

    assertThat(hear(client)).isEqualTo(-1);
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    await().until(() -> server.connections() == 0);
  }

  @Test
  void reset_breaksOffConnectionsAndNewOnes() throws IOException {
    Socket client = talking();

    link.reset();

    assertThatThrownBy(() -> hear(client))
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
    assertThatThrownBy(() -> hear(connect())).isInstanceOf(SocketException.class);
    await().until(() -> server.connections() == 0);
  }

  @Test
  void stall_keepsWhatIsSentUntilItHeals() throws IOException {
    Socket client = talking();

    link.stall();
    say(client, 1);
    Socket later = connect();
    say(later, 2);

    assertSilent(client);
    assertSilent(later);
    assertThat(server.connections()).isEqualTo(1);
    link.heal();
    assertThat(hear(client)).isEqualTo(1);
    assertThat(hear(later)).isEqualTo(2);
  }

  @Test
  void halfOpen_losesTheServerAndTellsNobody() throws IOException {
    Socket client = talking();

    link.halfOpen();

    await().until(() -> server.connections() == 0);
    say(client, 1);
    Socket later = connect();
    say(later, 2);
    assertSilent(client);
    assertSilent(later);
    assertThat(server.connections()).isZero();
  }

  @Test
  void halfOpen_thatHeals_resetsWhoeverWasLeft() throws IOException {
    Socket before = talking();
    link.halfOpen();
    Socket during = connect();

    link.heal();

    assertThatThrownBy(() -> hear(before)).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> hear(during)).isInstanceOf(SocketException.class);
    assertThat(hear(talking(3))).isEqualTo(3);
  }

  @Test
  void slow_takesItsTimeAndLosesNothing() throws IOException {
    Socket client = talking();
    byte[] text = "a text of sixty bytes that takes its time to arrive at its end".getBytes();

    link.slow(100);
    long begin = System.nanoTime();
    client.getOutputStream().write(text);

    client.setSoTimeout(10_000);
    assertThat(client.getInputStream().readNBytes(text.length)).isEqualTo(text);
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Duration.ofMillis(400));
  }

  @Test
  void slow_tooSlow_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> link.slow(9))
        .withMessage("slow to 9 bytes a second, expected at least 10");
  }

  @Test
  void heal_afterEachFault_passesOnAtTheSamePort() throws IOException {
    List<Runnable> faults =
        List.of(link::cut, link::reset, link::stall, link::halfOpen, () -> link.slow(10));
    for (Runnable fault : faults) {
      fault.run();
      link.heal();
      link.heal();

      assertThat(hear(talking(5))).isEqualTo(5);
    }
  }

  @Test
  void close_twice_leavesNothingOpen() throws IOException {
    Socket client = talking();

    link.close();
    link.close();

    assertThat(hear(client)).isEqualTo(-1);
    assertThat(link.connections()).isZero();
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
  }

  /** A client whose connection stands all the way. */
  private Socket talking() throws IOException {
    Socket client = talking(9);
    assertThat(hear(client)).isEqualTo(9);
    return client;
  }

  private Socket talking(int said) throws IOException {
    Socket client = connect();
    say(client, said);
    return client;
  }

  private Socket connect() throws IOException {
    Socket client = new Socket();
    clients.add(client);
    client.connect(new InetSocketAddress(link.host(), link.port()), 5_000);
    return client;
  }

  private static void say(Socket client, int what) throws IOException {
    client.getOutputStream().write(what);
  }

  private static int hear(Socket client) throws IOException {
    client.setSoTimeout(10_000);
    return client.getInputStream().read();
  }

  private static void assertSilent(Socket client) throws IOException {
    client.setSoTimeout(SILENCE_MILLIS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }
}
