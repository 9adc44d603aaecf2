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
    Failures failures = new Failures(outside.clock(), outside.program(), tidemark::stacktrace);
    CommandLine commands =
        new CommandLine(tidemark)
            .addSubcommand(new SyncCommand(outside))
            .addSubcommand(new ServeCommand(outside))
            .addSubcommand(new StatusCommand(outside))
            .addSubcommand(new OrphansCommand(outside))
            .addSubcommand(new QuarantineCommand(outside))
            .addSubcommand(new ConfigCommand(outside))
            .addSubcommand(settings(outside))
            .addSubcommand(tokens(outside))
            .addSubcommand(mirrors(outside))
            .addSubcommand(rollups(outside))
            .addSubcommand(new PublishCommand(outside))
            .addSubcommand(snapshots(outside))
            .addSubcommand(targets(outside))
            .addSubcommand(edge(outside))
            .addSubcommand(certificates(outside))
            .addSubcommand(jobs(outside))
            .addSubcommand(new RepairCommand(outside))
            .addSubcommand(new DemoCommand(outside))
            .addSubcommand(new SampleUpstreamCommand(outside.clock(), outside.program()))
            .setOut(out)
            .setErr(err)
            .setExecutionExceptionHandler(failures)
            .setParameterExceptionHandler(failures);
    return new CommandLines(commands, failures);
  }

  private static CommandLine settings(Outside outside) {
    return new CommandLine(new GroupCommand.Settings())
        .addSubcommand(new SettingsGetCommand(outside))
        .addSubcommand(new SettingsSetCommand(outside))
        .addSubcommand(new SettingsUnsetCommand(outside))
        .addSubcommand(new SettingsHistoryCommand(outside))
        .addSubcommand(new SettingsRollbackCommand(outside));
  }

  private static CommandLine tokens(Outside outside) {
    return new CommandLine(new GroupCommand.Tokens())
        .addSubcommand(new TokenAddCommand(outside))
        .addSubcommand(new TokenListCommand(outside))
        .addSubcommand(new TokenRemoveCommand(outside));
  }

  private static CommandLine mirrors(Outside outside) {
    return new CommandLine(new GroupCommand.Mirrors())
        .addSubcommand(new MirrorListCommand(outside))
        .addSubcommand(new MirrorStatusCommand(outside))
        .addSubcommand(new MirrorBackfillCommand(outside))
        .addSubcommand(new MirrorVerifyCommand(outside))
        .addSubcommand(new MirrorRepairCommand(outside))
        .addSubcommand(new MirrorWaitCommand(outside));
  }

  private static CommandLine rollups(Outside outside) {
    return new CommandLine(new GroupCommand.Rollups())
        .addSubcommand(new RollupListCommand(outside))
        .addSubcommand(new RollupStatusCommand(outside))
        .addSubcommand(new RollupShowCommand(outside))
        .addSubcommand(new RollupRunCommand(outside))
        .addSubcommand(new RollupBackfillCommand(outside))
        .addSubcommand(new RollupVerifyCommand(outside));
  }

  private static CommandLine snapshots(Outside outside) {
    return new CommandLine(new GroupCommand.Snapshots())
        .addSubcommand(new SnapshotListCommand(outside))
        .addSubcommand(new SnapshotBuildCommand(outside))
        .addSubcommand(new SnapshotInspectCommand(outside))
        .addSubcommand(new SnapshotVerifyCommand(outside));
  }

  private static CommandLine targets(Outside outside) {
    return new CommandLine(new GroupCommand.Targets())
        .addSubcommand(new TargetsListCommand(outside))
        .addSubcommand(new TargetsAddCommand(outside))
        .addSubcommand(new TargetsRemoveCommand(outside))
        .addSubcommand(new TargetsSwitchCommand.Disable(outside))
        .addSubcommand(new TargetsSwitchCommand.Enable(outside));
  }

  private static CommandLine edge(Outside outside) {
    return new CommandLine(new EdgeCommand(outside))
        .addSubcommand(new EdgeRollbackCommand(outside));
  }

  private static CommandLine certificates(Outside outside) {
    return new CommandLine(new GroupCommand.Certificates())
        .addSubcommand(new CertsInitCommand(outside.clock()));
  }

  private static CommandLine jobs(Outside outside) {
    return new CommandLine(new GroupCommand.Jobs())
        .addSubcommand(new JobsListCommand(outside))
        .addSubcommand(new JobsHistoryCommand(outside))
        .addSubcommand(new JobsReleaseCommand(outside));
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
