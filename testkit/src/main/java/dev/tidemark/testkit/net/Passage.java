package dev.tidemark.testkit.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client, and its connection to the server. */
final class Passage {

  private static final int BUFFER = 64 * 1024;

  private final Socket client;
  private final Socket server = new Socket();
  private final Gate gate;
  private final Consumer<Passage> over;
  private final AtomicBoolean wanted = new AtomicBoolean(true);
  private final AtomicBoolean abandoned = new AtomicBoolean();
  private final AtomicInteger directionsLeft = new AtomicInteger(2);

  /**
   * @param over is told when the client is not connected any more
   */
  Passage(Socket client, Gate gate, Consumer<Passage> over) {
    this.client = client;
    this.gate = gate;
    this.over = over;
  }

  /** Connects to the server as soon as the gate lets anything pass, and passes on. */
  void run(InetSocketAddress to, Executor threads) {
    try {
      if (gate.pass(1, wanted::get) == 0) {
        return;
      }
      server.connect(to);
      threads.execute(() -> passOn(server, client));
      passOn(client, server);
    } catch (IOException refused) {
      // Where nobody listens, the client learns of it at once.
      unlessAbandoned(this::reset);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isAbandoned() {
    return abandoned.get();
  }

  /** Leaves the client connected to nothing. */
  void abandon() {
    abandoned.set(true);
    wanted.set(false);
    Sockets.close(server);
    gate.wake();
  }

  void close() {
    wanted.set(false);
    Sockets.close(server);
    Sockets.close(client);
    over.accept(this);
    gate.wake();
  }

  void reset() {
    Sockets.resetOnClose(server);
    Sockets.resetOnClose(client);
    close();
  }

  private void passOn(Socket from, Socket to) {
    try {
      copy(from.getInputStream(), to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException broken) {
      unlessAbandoned(this::close);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (directionsLeft.decrementAndGet() == 0) {
      unlessAbandoned(this::close);
    }
  }

  private void unlessAbandoned(Runnable end) {
    if (!abandoned.get()) {
      end.run();
    }
  }

  private void copy(InputStream in, OutputStream out) throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      for (int sent = 0; sent < read; ) {
        int now = gate.pass(read - sent, wanted::get);
        if (now == 0) {
          return;
        }
        out.write(buffer, sent, now);
        sent += now;
      }
    }
    // The end of it takes the same way.
    gate.pass(1, wanted::get);
  }
}
