package dev.tidemark.app.cli;

import dev.tidemark.app.sample.SampleUpstreamCommand;
import java.io.PrintWriter;
import picocli.CommandLine;

/** The command line with all its commands. */
public final class CommandLines {

  private final CommandLine commands;
  private final Failures failures;

  private CommandLines(CommandLine commands, Failures failures) {
    this.commands = commands;
    this.failures = failures;
  }

  /** Results go to {@code out}; progress, warnings and failures to {@code err}. */
  public static CommandLines of(Outside outside, PrintWriter out, PrintWriter err) {
    TidemarkCommand tidemark = new TidemarkCommand();
    Failures failures = new Failures(outside.clock(), tidemark::stacktrace);
    CommandLine commands =
        new CommandLine(tidemark)
            .addSubcommand(new SyncCommand(outside))
            .addSubcommand(new ServeCommand(outside))
            .addSubcommand(new StatusCommand(outside))
            .addSubcommand(new OrphansCommand(outside))
            .addSubcommand(new QuarantineCommand(outside))
            .addSubcommand(new ConfigCommand(outside))
            .addSubcommand(new DemoCommand(outside))
            .addSubcommand(new SampleUpstreamCommand(outside.clock(), outside.program()))
            .setOut(out)
            .setErr(err)
            .setExecutionExceptionHandler(failures)
            .setParameterExceptionHandler(failures);
    return new CommandLines(commands, failures);
  }

  /** Runs one command line and tells what goes wrong; never throws. The result is an exit code. */
  public int run(String... arguments) {
    try {
      return commands.execute(arguments);
    } catch (Throwable failure) {
      return failures.tell(failure, commands);
    } finally {
      commands.getOut().flush();
      commands.getErr().flush();
    }
  }
}
