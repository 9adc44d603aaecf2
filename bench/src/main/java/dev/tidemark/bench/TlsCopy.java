package dev.tidemark.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * What a push is held against: a file goes over one TLS connection that both sides have proved
 * themselves on; the other process writes it, hashes it on its way, and puts it on the disk.
 *
 * <p>The main method is the other process. Arguments: directory, directory of the certificates.
 */
final class TlsCopy implements AutoCloseable {

  private static final String LISTENING = "listening";
  private static final int BUFFER = 65_536;

  private final Part receiver;
  private final SSLSocket socket;
  private final byte[] buffer = new byte[BUFFER];

  private TlsCopy(Part receiver, SSLSocket socket) {
    this.receiver = receiver;
    this.socket = socket;
  }

  /** Starts the other process, and connects to it. */
  static TlsCopy start(String heap, Path directory, Path certificates) throws IOException {
    Part receiver = Part.start(TlsCopy.class, heap, directory, certificates);
    int port = Integer.parseInt(receiver.await(LISTENING));
    SSLSocket socket =
        (SSLSocket)
            TlsIdentity.context(certificates, SnapshotOrigin.CERTIFICATE)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port);
    socket.startHandshake();
    return new TlsCopy(receiver, socket);
  }

  /** Sends a file, and waits until it is there. */
  void send(Path file, String expected) throws IOException {
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeLong(Files.size(file));
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        out.write(buffer, 0, length);
      }
    }
    out.flush();
    byte[] hash = new byte[32];
    new DataInputStream(socket.getInputStream()).readFully(hash);
    if (!HexFormat.of().formatHex(hash).equals(expected)) {
      throw new IllegalStateException("another file has arrived than " + file);
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    try (SSLServerSocket server =
        (SSLServerSocket)
            TlsIdentity.context(Path.of(arguments[1]), SnapshotEdge.CERTIFICATE)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setNeedClientAuth(true);
      Part.tell(LISTENING, server.getLocalPort());
      try (SSLSocket socket = (SSLSocket) server.accept()) {
        receiveAll(socket, directory.resolve("copy.db"));
      }
    }
  }

  private static void receiveAll(SSLSocket socket, Path file) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    try {
      while (true) {
        long size = in.readLong();
        out.write(receive(in, size, file));
        out.flush();
        Files.delete(file);
      }
    } catch (EOFException end) {
      // No more files.
    }
  }

  private static byte[] receive(DataInputStream in, long size, Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long left = size; left > 0; ) {
        int length = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (length < 0) {
          throw new EOFException("the file broke off");
        }
        digest.update(buffer, 0, length);
        ByteBuffer part = ByteBuffer.wrap(buffer, 0, length);
        while (part.hasRemaining()) {
          channel.write(part);
        }
        left -= length;
      }
      channel.force(true);
    }
    return digest.digest();
  }

  /** SHA-256 of a file. */
  static byte[] hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        digest.update(buffer, 0, length);
      }
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    receiver.close();
  }
}
