package dev.tidemark.app;

import dev.tidemark.app.cli.CommandLines;
import dev.tidemark.app.cli.Outside;
import dev.tidemark.app.cli.ShippedAdapters;
import dev.tidemark.app.config.Surroundings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** Where the runnable jar starts. */
final class Main {

  /** Set by the launcher, which can tell; the Java console cannot, from Java 22 on. */
  private static final String TERMINAL = "tidemark.terminal";

  /** Set by the launcher, where standard output is a terminal: how wide it is. */
  private static final String COLUMNS = "tidemark.columns";

  /** Set by the launcher: the name that it was called by. */
  private static final String PROGRAM = "tidemark.program";

  private Main() {}

  public static void main(String[] arguments) {
    Interruption interruption = Interruption.ofThisThread();
    Outside outside =
        new Outside(
            new ShippedAdapters(),
            new Surroundings(System.getenv(), Path.of("")),
            System.getProperty(PROGRAM, "tidemark"),
            Clock.systemDefaultZone(),
            Boolean.getBoolean(TERMINAL),
            Math.max(0, Integer.getInteger(COLUMNS, 0)));
    int code =
        CommandLines.of(outside, utf8(FileDescriptor.out), utf8(FileDescriptor.err)).run(arguments);
    interruption.workIsOver();
    System.exit(code);
  }

  /** What upstream sends is in every script, whatever the locale here. */
  private static PrintWriter utf8(FileDescriptor to) {
    return new PrintWriter(new FileOutputStream(to), true, StandardCharsets.UTF_8);
  }
}
