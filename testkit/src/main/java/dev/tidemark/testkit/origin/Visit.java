package dev.tidemark.testkit.origin;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request, seen from the server. What is read of it is for the server's thread alone. */
public final class Visit implements AutoCloseable {

  private static final Pattern HEADER = Pattern.compile("([^:]+):[ \\t]*(.*)");
  private static final int PIECE = 64 * 1024;

  private final List<String> head = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final AtomicLong received = new AtomicLong();
  private final Socket socket;
  private final InputStream in;

  Visit(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** The first line: {@code GET /path?query HTTP/1.1}. */
  public String line() {
    return head.get(0);
  }

  /** The values of a header, in their order. */
  public List<String> header(String name) {
    return head.stream()
        .skip(1)
        .map(HEADER::matcher)
        .filter(Matcher::matches)
        .filter(each -> each.group(1).equalsIgnoreCase(name))
        .map(each -> each.group(2))
        .toList();
  }

  /** The names of all headers, in lower case, in their order. */
  public List<String> headerNames() {
    return head.stream().skip(1).map(each -> each.split(":")[0].toLowerCase()).toList();
  }

  /** What has been read of the body, if it was to be kept. */
  public String body() {
    return body.toString(StandardCharsets.UTF_8);
  }

  /** How many bytes of the body have been read. */
  public long received() {
    return received.get();
  }

  /** Reads the body to its end and keeps it. */
  public void readBody() throws IOException {
    readInto(body);
  }

  /** Reads the body to its end and counts it. */
  public void countBody() throws IOException {
    readInto(OutputStream.nullOutputStream());
  }

  private void readInto(OutputStream to) throws IOException {
    if (header("Transfer-Encoding").contains("chunked")) {
      long size = chunk();
      while (size > 0) {
        pass(size, to);
        readLine();
        size = chunk();
      }
      readLine();
    } else {
      pass(header("Content-Length").stream().mapToLong(Long::parseLong).sum(), to);
    }
  }

  private long chunk() throws IOException {
    return Long.parseLong(readLine(), 16);
  }

  private void pass(long count, OutputStream to) throws IOException {
    byte[] piece = new byte[PIECE];
    long left = count;
    while (left > 0) {
      int read = in.read(piece, 0, (int) Math.min(left, piece.length));
      if (read < 0) {
        throw new EOFException();
      }
      to.write(piece, 0, read);
      received.addAndGet(read);
      left -= read;
    }
  }

  void readHead() throws IOException {
    String line = readLine();
    while (!line.isEmpty()) {
      head.add(line);
      line = readLine();
    }
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException();
      }
      line.write(next);
      next = in.read();
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** An answer with a length, behind which the connection is closed. */
  public void answer(int status, String text) throws IOException {
    send(
        "HTTP/1.1 %d Whatever\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, text.length(), text));
  }

  /** Drops the connection with a TCP reset. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Waits until the client drops the connection. */
  public void awaitGone() {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // A reset is gone too.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
