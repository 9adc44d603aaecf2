package dev.tidemark.app.config;

import dev.tidemark.adapter.sqlite.WhereParserModule;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.SnapshotDocument;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.SnapshotSpec;
import dev.tidemark.core.snapshot.SpecifiedSnapshot;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.spi.WhereParser;
import java.util.ArrayList;
import java.util.List;

/** Reads the snapshots of the configuration file. */
public final class SnapshotLoader {

  private static final String SUBJECT = "snapshots";

  private final Subtree said;
  private final Schema schema;
  private final WhereParser parser;
  private final List<String> problems = new ArrayList<>();

  private SnapshotLoader(Subtree said, Schema schema, WhereParser parser) {
    this.said = said;
    this.schema = schema;
    this.parser = parser;
  }

  /**
   * The snapshots that are specified, fitted to the schema, and the targets that are named with
   * them; none where the file says nothing of any.
   *
   * @throws InvalidConfigurationException with all that is wrong, each with where it stands
   */
  public static ConfiguredSnapshots load(Configuration configuration, Schema schema) {
    return configuration
        .snapshots()
        .map(said -> new SnapshotLoader(said, schema, WhereParserModule.parser()).load())
        .orElse(ConfiguredSnapshots.NONE);
  }

  private ConfiguredSnapshots load() {
    List<SnapshotPlan> plans = new ArrayList<>();
    List<Target> targets = new ArrayList<>();
    for (SpecifiedSnapshot each : SnapshotDocument.readWhatIsGood(said.tree(), this::tell)) {
      fit(each, plans);
      targets.addAll(each.targets());
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(SUBJECT, problems);
    }
    return new ConfiguredSnapshots(plans, targets);
  }

  /** That a name is none is told already. */
  private void fit(SpecifiedSnapshot each, List<SnapshotPlan> plans) {
    if (!SnapshotSpec.isName(each.spec().name())) {
      return;
    }
    try {
      plans.add(SnapshotPlan.of(each.spec(), schema, parser));
    } catch (InvalidConfigurationException e) {
      e.problems().forEach(problem -> tell(path(each.spec().name(), problem)));
    }
  }

  /** What is wrong with a table is told with the name of the table alone. */
  private static String path(String snapshot, String problem) {
    return snapshot + (problem.startsWith("tables:") ? "." : ".tables.") + problem;
  }

  private void tell(String problem) {
    String dot = problem.startsWith("\"") ? ": " : ".";
    problems.add("%s: %s%s%s".formatted(said.origin(problem), SUBJECT, dot, problem));
  }
}
