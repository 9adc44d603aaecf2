package dev.tidemark.app.cli;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.sync.spi.HeldRows;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the commands that list held rows have in common: their options, and a bounded list. */
final class HeldListing {

  private static final int FOR_PEOPLE = 100;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most this many rows: 100, or all with --json.")
  private @Nullable Integer limit;

  /**
   * What one command lists.
   *
   * @param read reads at most so many rows
   */
  record Kind<T>(
      BiFunction<HeldRows, Integer, List<T>> read,
      Function<List<T>, Table> table,
      Function<T, Object> json,
      String none) {}

  <T> void print(Outside outside, Kind<T> kind, CommandLine command) {
    int most = most(command);
    PrintWriter out = command.getOut();
    List<T> found = read(Setup.of(outside, replica.flags()), kind, most);
    List<T> shown = found.subList(0, Math.min(most, found.size()));
    if (replica.json()) {
      Json.print(shown.stream().map(kind.json()).toList(), out);
    } else if (shown.isEmpty()) {
      out.println(kind.none());
    } else {
      kind.table().apply(shown).print(out);
      if (found.size() > most) {
        out.println("and more; --limit shows more than " + Amounts.count(most));
      }
    }
  }

  /** One row more than is shown tells whether there is more. */
  private static <T> List<T> read(Setup setup, Kind<T> kind, int most) {
    try (Application application = setup.openToRead()) {
      int atMost = most == Integer.MAX_VALUE ? most : most + 1;
      return kind.read().apply(application.get(HeldRows.class), atMost);
    }
  }

  private int most(CommandLine command) {
    if (limit != null && limit < 0) {
      throw new ParameterException(command, "--limit must not be negative");
    }
    if (limit != null) {
      return limit;
    }
    return replica.json() ? Integer.MAX_VALUE : FOR_PEOPLE;
  }
}
