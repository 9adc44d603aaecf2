package dev.tidemark.testkit.net;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What goes between one client and the server. */
final class DatagramFlow {

  private final DatagramSocket back = Sockets.datagrams();
  private final DatagramLane toServer;
  private final DatagramLane toClient;
  private volatile boolean cut;

  DatagramFlow(
      DatagramSocket front, SocketAddress client, SocketAddress server, DatagramFaults faults) {
    toServer = new DatagramLane(back, server, faults);
    toClient = new DatagramLane(front, client, faults);
  }

  void toServer(DatagramPacket packet) {
    if (!cut) {
      toServer.pass(packet);
    }
  }

  /** Passes on what the server says, until this is closed. */
  void pumpBack() {
    byte[] buffer = new byte[Sockets.LARGEST_DATAGRAM];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    while (Sockets.receive(back, packet)) {
      if (!cut) {
        toClient.pass(packet);
      }
    }
  }

  void tick(ScheduledExecutorService ticks) {
    ticks.scheduleAtFixedRate(
        () -> {
          toServer.tick();
          toClient.tick();
        },
        DatagramLane.TICK_MILLIS,
        DatagramLane.TICK_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  void cut() {
    cut = true;
  }

  void close() {
    back.close();
  }
}
