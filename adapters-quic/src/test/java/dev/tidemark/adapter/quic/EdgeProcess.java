package dev.tidemark.adapter.quic;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** One side in a process of its own, which can be killed. */
final class EdgeProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private EdgeProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** A target whose disk stands still after the first piece. */
  static EdgeProcess listening(Path certificates, String address) throws IOException {
    return start("listen", certificates, address);
  }

  /** A publisher that pushes something large to this address. */
  static EdgeProcess pushing(Path certificates, String address) throws IOException {
    return start("push", certificates, address);
  }

  private static EdgeProcess start(String what, Path certificates, String address)
      throws IOException {
    return new EdgeProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                EdgeProcess.class.getName(),
                what,
                certificates.toString(),
                address)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** The next line that it says. */
  String line() throws IOException {
    return output.readLine();
  }

  /** Returns when it is gone, and its port is free. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] args) throws InterruptedException {
    CertificatesConfig certificates = CertificatesConfig.in(Path.of(args[1]));
    if (args[0].equals("listen")) {
      listen(certificates, args[2]);
    } else {
      try (QuicTransport origin =
          QuicTransport.open(
              QuicConfig.mutual(certificates.identity("origin")), Clock.systemUTC())) {
        origin.push(
            Targets.at(args[2]),
            TestOffer.of(1, Content.random(20_000_000, 1)),
            Duration.ofMinutes(1),
            sent -> {});
      }
    }
  }

  private static void listen(CertificatesConfig certificates, String address)
      throws InterruptedException {
    TestInbox inbox = new TestInbox();
    CountDownLatch never = new CountDownLatch(1);
    inbox.writes =
        at -> {
          if (at > 0) {
            System.out.println("stuck");
            Latches.await(never);
          }
          return java.util.Optional.empty();
        };
    QuicTransport edge =
        QuicTransport.open(
            QuicConfig.mutual(certificates.identity("edge"))
                .listeningAt(address)
                .allowing(QuicConfig.Peers.named(Set.of("origin"))),
            Clock.systemUTC());
    System.out.println(edge.listen(inbox).address());
    never.await();
  }
}
