package dev.tidemark.testkit.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** Lets clients in at a loopback port, until it is closed. */
final class Entrance implements AutoCloseable {

  private final ServerSocket socket;
  private final BiConsumer<Entrance, Socket> enter;
  private final Executor threads;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Entrance(ServerSocket socket, BiConsumer<Entrance, Socket> enter, Executor threads) {
    this.socket = socket;
    this.enter = enter;
    this.threads = threads;
  }

  /**
   * @param enter is given every client, on a thread of its own
   */
  static Entrance open(int port, BiConsumer<Entrance, Socket> enter, Executor threads) {
    Entrance entrance = new Entrance(Sockets.listen(port), enter, threads);
    threads.execute(entrance::admit);
    return entrance;
  }

  private void admit() {
    try {
      while (true) {
        Socket client = socket.accept();
        threads.execute(() -> enter.accept(this, client));
      }
    } catch (IOException closed) {
      // As it was asked to.
    } finally {
      ended.countDown();
    }
  }

  /** The system refuses clients only when nobody waits for one any more, so this waits for that. */
  @Override
  public void close() {
    Sockets.close(socket);
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
