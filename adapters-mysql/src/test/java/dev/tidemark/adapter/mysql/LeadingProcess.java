package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testkit.contract.LeadershipContract;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process that leads, and can be paused. */
final class LeadingProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader said;

  private LeadingProcess(Process process) {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
  }

  static LeadingProcess start(MySqlDatabase database) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Leading.class.getName(),
            database.url(),
            database.user(),
            database.password());
    return new LeadingProcess(new ProcessBuilder(command).redirectError(Redirect.DISCARD).start());
  }

  /** Its term. */
  long awaitLeading() throws IOException {
    return Long.parseLong(answer());
  }

  /** With SIGSTOP. */
  void stop() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** What it says of itself as the first thing after it goes on. */
  String wakeAndAsk() throws IOException, InterruptedException {
    process.outputWriter().write("?\n");
    process.outputWriter().flush();
    signal("CONT");
    return answer();
  }

  /** The log comes the same way. */
  private String answer() throws IOException {
    String line = said.readLine();
    while (line != null && !line.startsWith("> ")) {
      line = said.readLine();
    }
    assertThat(line).as("answer of the other process").isNotNull();
    return line.substring(2);
  }

  private void signal(String name) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertThat(status).isZero();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** What runs in it. */
  static final class Leading {
    public static void main(String[] arguments) throws IOException, InterruptedException {
      PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
      BufferedReader asked =
          new BufferedReader(
              new InputStreamReader(
                  new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
      MySqlConfig server = MySqlConfig.of(arguments[0], arguments[1], arguments[2]);
      try (MySqlLeadership leadership =
          MySqlLeadership.start(MySqlLeadershipConfig.of(server, "writer"), System::nanoTime)) {
        new LeadershipContract.Watched(leadership).awaitLeading();
        out.println("> " + leadership.term().getAsLong());
        while (asked.readLine() != null) {
          out.println(
              "> leads=" + leadership.isLeader() + " term=" + leadership.term().getAsLong());
        }
      }
    }
  }
}
