package dev.tidemark.app.cli;

import dev.tidemark.app.report.RollupReport;
import dev.tidemark.app.report.RollupsReport;
import dev.tidemark.app.report.RollupsReport.Listed;
import dev.tidemark.app.rollup.ShippedRollups;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Rollups;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All rollups in short. Those in files are looked at; no mirror is asked. */
record RollupListing(List<Listed> rollups, RollupReport.Reader reader) {

  static RollupListing of(Setup setup, Application application) {
    return new RollupListing(
        application.get(Rollups.class).all().stream().map(RollupListing::listed).toList(),
        RollupWork.reader(setup));
  }

  private static Listed listed(Rollup rollup) {
    return new Listed(rollup.plan(), rollup.place(), standing(rollup));
  }

  private static Optional<RollupStanding> standing(Rollup rollup) {
    try {
      return ShippedRollups.FILES.contains(rollup.place())
          ? Optional.of(rollup.standing())
          : Optional.empty();
    } catch (StorageException unreadable) {
      return Optional.empty();
    }
  }

  List<Map<String, @Nullable Object>> json() {
    return new RollupsReport(rollups, reader).json();
  }

  /** Where something is wrong with one that was ever kept; nothing otherwise. */
  void printBelow(PrintWriter out) {
    List<String> lines = rollups.stream().flatMap(this::trouble).toList();
    if (!lines.isEmpty()) {
      out.println();
      lines.forEach(out::println);
    }
  }

  private Stream<String> trouble(Listed each) {
    return each.standing().stream()
        .filter(standing -> standing.isComplete() || standing.isFailing())
        .map(
            standing ->
                new RollupReport(
                    each.plan(), each.kept(), standing, RollupPolicy.DEFAULTS.alarm(), reader))
        .flatMap(report -> report.warnings().stream());
  }
}
