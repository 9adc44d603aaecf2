package dev.tidemark.app.cli;

import dev.tidemark.app.http.CannotListenException;
import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.InvalidInputException;
import dev.tidemark.core.NotYetException;
import dev.tidemark.core.RepairRefusedException;
import dev.tidemark.core.TidemarkException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where a failure becomes a message and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  static final int FAILED = 1;
  static final int DRIFT = 4;
  private static final int USAGE = 2;
  private static final int RATE_LIMITED = 3;
  private static final int CANCELLED = 130;
  private static final int START_OF_BUG = 300;

  private final Clock clock;
  private final String program;
  private final BooleanSupplier stacktrace;

  /**
   * @param program what people type to run this program
   */
  Failures(Clock clock, String program, BooleanSupplier stacktrace) {
    this.clock = clock;
    this.program = program;
    this.stacktrace = stacktrace;
  }

  static int exitCode(Throwable failure) {
    if (notBefore(failure).isPresent()) {
      return RATE_LIMITED;
    }
    if (failure instanceof InvalidInputException) {
      return USAGE;
    }
    return failure instanceof CancelledException || failure instanceof InterruptedException
        ? CANCELLED
        : FAILED;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
    return tell(failure, command);
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("error: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("see " + command.getCommandSpec().qualifiedName() + " --help");
    return USAGE;
  }

  /** Tells one failure, whatever it is. */
  int tell(Throwable failure, CommandLine command) {
    PrintWriter err = command.getErr();
    if (stacktrace.getAsBoolean()) {
      failure.printStackTrace(err);
    }
    lines(failure).forEach(err::println);
    err.flush();
    return exitCode(failure);
  }

  private List<String> lines(Throwable failure) {
    if (failure instanceof InvalidInputException invalid) {
      return listed(invalid);
    }
    if (failure instanceof TidemarkException || failure instanceof CannotListenException) {
      return Stream.of(
              Optional.of("error: " + failure.getMessage()),
              notBefore(failure).map(this::tryAgain),
              wayOut(failure))
          .flatMap(Optional::stream)
          .toList();
    }
    if (failure instanceof InterruptedException) {
      return List.of("stopped");
    }
    return List.of(
        failure instanceof OutOfMemoryError
            ? "error: out of memory; TIDEMARK_JAVA_OPTS=-Xmx1g gives more"
            : "internal error: "
                + OneLine.start(failure.toString(), START_OF_BUG)
                + "; --stacktrace shows where");
  }

  private Optional<String> wayOut(Throwable failure) {
    return failure instanceof RepairRefusedException
        ? Optional.of(
            "%s repair --dry-run shows what it is, %s repair --force removes it"
                .formatted(program, program))
        : Optional.empty();
  }

  private static List<String> listed(InvalidInputException failure) {
    List<String> problems = failure.problems();
    if (problems.size() == 1) {
      return List.of("error: " + failure.getMessage());
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "error: %s has %s"
            .formatted(failure.subject(), Amounts.count(problems.size(), "problem", "problems")));
    problems.forEach(problem -> lines.add("  " + problem));
    return lines;
  }

  /** When there is sense in another try, if the failure says so. */
  private static Optional<Instant> notBefore(Throwable failure) {
    return failure instanceof NotYetException notYet
        ? Optional.of(notYet.notBefore())
        : Optional.empty();
  }

  private String tryAgain(Instant notBefore) {
    return "try again at %s, in %s"
        .formatted(
            Times.local(notBefore, clock.getZone()),
            Amounts.wait(Duration.between(clock.instant(), notBefore)));
  }
}
