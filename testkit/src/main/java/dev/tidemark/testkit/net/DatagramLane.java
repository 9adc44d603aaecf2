package dev.tidemark.testkit.net;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;

/** One direction of a flow. */
final class DatagramLane {

  /** How often what waits may go on. */
  static final int TICK_MILLIS = 5;

  private static final int LONGEST_WAIT_MILLIS = 100;

  private final DatagramSocket from;
  private final SocketAddress to;
  private final DatagramFaults faults;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private long bytes;
  private long allowed;

  DatagramLane(DatagramSocket from, SocketAddress to, DatagramFaults faults) {
    this.from = from;
    this.to = to;
    this.faults = faults;
  }

  synchronized void pass(DatagramPacket packet) {
    byte[] copy = new byte[packet.getLength()];
    System.arraycopy(packet.getData(), packet.getOffset(), copy, 0, copy.length);
    int room = faults.within(LONGEST_WAIT_MILLIS);
    if (faults.isLost() || room > 0 && bytes + copy.length > room) {
      return;
    }
    if (room == 0) {
      send(copy);
    } else {
      waiting.add(copy);
      bytes += copy.length;
    }
  }

  /** What was allowed and not used does not count for later. */
  synchronized void tick() {
    int more = faults.within(TICK_MILLIS);
    allowed = waiting.isEmpty() ? more : allowed + more;
    while (!waiting.isEmpty() && (more == 0 || allowed >= waiting.element().length)) {
      byte[] next = waiting.remove();
      bytes -= next.length;
      allowed -= next.length;
      send(next);
    }
  }

  private void send(byte[] datagram) {
    Sockets.send(from, new DatagramPacket(datagram, datagram.length, to));
  }
}
