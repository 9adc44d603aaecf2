package dev.tidemark.testkit.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/** Opens sockets, and closes those that may be closed already. */
final class Sockets {

  /** What IP has room for. */
  static final int LARGEST_DATAGRAM = 65_535;

  private static final int BACKLOG = 128;
  private static final int DATAGRAM_BUFFER = 4 << 20;

  private Sockets() {}

  /** For clients of this machine alone. */
  static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("listen on port " + port, e);
    }
  }

  /** For datagrams of this machine alone, at any port. */
  static DatagramSocket datagrams() {
    try {
      DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      socket.setReceiveBufferSize(DATAGRAM_BUFFER);
      socket.setSendBufferSize(DATAGRAM_BUFFER);
      return socket;
    } catch (SocketException e) {
      throw new UncheckedIOException("open a socket for datagrams", e);
    }
  }

  /**
   * Waits for a datagram.
   *
   * @return whether there was one; not if the socket is closed
   */
  static boolean receive(DatagramSocket socket, DatagramPacket packet) {
    packet.setLength(packet.getData().length);
    try {
      socket.receive(packet);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /** Sends a datagram; that may fail, as it may be lost. */
  static void send(DatagramSocket socket, DatagramPacket packet) {
    try {
      socket.send(packet);
    } catch (IOException lost) {
      // Whoever sends datagrams must reckon with it.
    }
  }

  static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed, which is what was wanted.
    }
  }

  /** The other end will be told that it was broken off, rather than ended. */
  static void resetOnClose(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException closed) {
      // Then there is nothing to break off.
    }
  }
}
