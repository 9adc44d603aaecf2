package dev.tidemark.app.gateway;

import static org.awaitility.Awaitility.await;

import dev.tidemark.app.gateway.Values.NodeStatic;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** What a process of the tests does with a gateway. Lines on standard output say how far it is. */
final class ChildMain {

  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private static final long NODES = 20;

  private ChildMain() {}

  /** What it does. */
  enum Part {
    STOP_AFTER_MARKS,
    STOP_BEFORE_COMMIT,
    STOP_AFTER_COMMIT,
    WRITE_BOTH,
    WRITE_STRONG,
    FILL_CACHE,
    FILL_STATE,
    RUN_JOB
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[1]);
    switch (Part.valueOf(arguments[0])) {
      case STOP_AFTER_MARKS -> stopAt(directory, 0);
      case STOP_BEFORE_COMMIT -> stopAt(directory, -1);
      case STOP_AFTER_COMMIT -> stopAt(directory, 1);
      case WRITE_BOTH -> writeBoth(Gateway.open(directory));
      case WRITE_STRONG -> writeStrong(Gateway.open(directory), "p");
      case FILL_CACHE -> fillCache(Gateway.open(directory));
      case FILL_STATE -> fillState(Gateway.open(directory));
      case RUN_JOB -> JobSite.runForEver(directory);
    }
  }

  static void say(String line) {
    OUT.println(line);
  }

  private static void awaitWord() {
    try {
      if (System.in.read() < 0) {
        throw new IllegalStateException("nobody is there any more");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Flushes two generations and marks a third.
   *
   * @param side of the third commit on which it stops; 0 for before the flush
   */
  private static void stopAt(Path directory, int side) {
    AtomicLong last = new AtomicLong(Long.MAX_VALUE);
    StoppingStore.Hook before = number -> stopIf(side < 0 && number == last.get(), number);
    StoppingStore.Hook after = number -> stopIf(side > 0 && number == last.get(), number);
    Gateway gateway = WatchedModule.open(directory, before, after).fill();
    long first = Generations.next(gateway);
    last.set(first + 2);
    for (long generation = first; generation < last.get(); generation++) {
      Generations.put(gateway, generation);
      gateway.state.flush();
    }
    Generations.put(gateway, last.get());
    stopIf(side == 0, last.get());
    gateway.state.flush();
    say("it went on");
  }

  private static void stopIf(boolean here, long number) {
    if (here) {
      say("stopped at " + number);
      awaitWord();
    }
  }

  /** Strong rows by one thread, whole generations of weak ones by another, until it is killed. */
  private static void writeBoth(Gateway gateway) {
    gateway.fill();
    long first = Generations.next(gateway);
    Thread strong = new Thread(() -> writeStrong(gateway, "p" + first));
    strong.start();
    for (long generation = first; ; generation++) {
      Generations.put(gateway, generation);
      gateway.state.flush();
      say("flushed " + generation);
    }
  }

  private static void writeStrong(Gateway gateway, String prefix) {
    for (long number = 0; ; number++) {
      String id = prefix + "-" + number;
      gateway.platforms.insert(Platform.of(id, id));
      say("written " + id);
    }
  }

  private static void fillCache(Gateway gateway) {
    gateway.fill();
    fill(
        number -> {
          for (int node = 0; node < NODES; node++) {
            gateway.nodes.put(new NodeStatic("n" + node, big(number), number));
          }
          gateway.state.flush();
        },
        () -> marks(gateway));
    gateway.close();
    say("closed");
  }

  /** What is tried again by itself meanwhile has all of them, until it is refused as well. */
  private static long marks(Gateway gateway) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> gateway.state.status().count(), count -> count == NODES);
  }

  private static void fillState(Gateway gateway) {
    fill(
        number -> {
          String big = big(number);
          gateway.state.transact(
              "fill",
              on -> {
                for (int rule = 0; rule < 20; rule++) {
                  on.in(gateway.rules).save(Values.rule("https://" + rule, big, number));
                }
                return number;
              });
        },
        () -> updated(gateway.rules.get(RowKey.of("https://0")).value()));
    gateway.close();
    say("closed");
  }

  private static long updated(Row rule) {
    return (Long) Objects.requireNonNull(rule.value("updated_at_ns"));
  }

  /** Until it is refused; then once more, when it is told that there is room. */
  private static void fill(LongConsumer write, LongSupplier said) {
    long number = 1;
    try {
      while (true) {
        write.accept(number);
        say("written " + number);
        number++;
      }
    } catch (TidemarkException e) {
      say("refused " + e.getMessage());
      say("said " + said.getAsLong());
    }
    awaitWord();
    write.accept(number);
    say("written again " + number);
  }

  private static String big(long number) {
    return "[\"" + number + "x".repeat(20_000) + "\"]";
  }
}
