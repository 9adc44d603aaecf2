package dev.tidemark.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over real sockets, before a server that says back what it is told. */
@Timeout(60)
final class FaultyDatagramLinkTest {

  /** How long silence is listened to before it counts, where it lasts for ever. */
  private static final int SILENCE_MILLIS = 200;

  /** In which the link has lost what it is about to lose. */
  private static final int LOSS_MILLIS = 1_000;

  /** For what has to come. */
  private static final int PATIENCE_MILLIS = 10_000;

  /** Longer than between two of many; behind the last one there is nothing more. */
  private static final int PAUSE_MILLIS = 1_000;

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private DatagramSocket server;
  private DatagramSocket client;
  private FaultyDatagramLink link;

  @BeforeEach
  void open() throws IOException {
    server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    client = client();
    link = FaultyDatagramLink.to("127.0.0.1", server.getLocalPort());
    thread.execute(this::echo);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
    link.close();
    thread.shutdownNow();
  }

  private static DatagramSocket client() throws IOException {
    return new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  private void echo() {
    DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
    while (Sockets.receive(server, packet)) {
      Sockets.send(server, packet);
    }
  }

  private void say(DatagramSocket from, int length) throws IOException {
    from.send(
        new DatagramPacket(
            new byte[length], length, InetAddress.getByName(link.host()), link.port()));
  }

  private static int hear(DatagramSocket at) throws IOException {
    return hear(at, PATIENCE_MILLIS);
  }

  private static int hear(DatagramSocket at, int patience) throws IOException {
    at.setSoTimeout(patience);
    DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
    try {
      at.receive(packet);
      return packet.getLength();
    } catch (SocketTimeoutException silence) {
      return -1;
    }
  }

  private int heard(int said) throws IOException {
    for (int i = 0; i < said; i++) {
      say(client, 1_000);
    }
    int heard = 0;
    while (hear(client, heard == 0 ? PATIENCE_MILLIS : PAUSE_MILLIS) > 0) {
      heard++;
    }
    return heard;
  }

  @Test
  void whole_passesOnInBothDirections() throws IOException {
    say(client, 7);

    assertThat(hear(client)).isEqualTo(7);
  }

  @Test
  void cut_isForThoseWhoWereThereAlone() throws IOException {
    say(client, 7);
    assertThat(hear(client)).isEqualTo(7);

    link.cut();
    say(client, 8);

    assertThat(hear(client, SILENCE_MILLIS)).isEqualTo(-1);
    try (DatagramSocket another = client()) {
      say(another, 9);
      assertThat(hear(another)).isEqualTo(9);
    }
  }

  @Test
  void stall_losesAllUntilItHeals() throws IOException {
    say(client, 6);
    assertThat(hear(client)).isEqualTo(6);

    link.stall();
    say(client, 7);
    assertThat(hear(client, LOSS_MILLIS)).isEqualTo(-1);

    link.heal();
    say(client, 8);

    assertThat(hear(client)).isEqualTo(8);
  }

  @Test
  void lossy_losesSome() throws IOException {
    link.lossy(300);

    assertThat(heard(100)).isBetween(10, 90);
  }

  @Test
  void slow_losesWhatWouldWaitForTooLong() throws IOException {
    link.slow(20_000);

    assertThat(heard(100)).isBetween(1, 20);
  }
}
