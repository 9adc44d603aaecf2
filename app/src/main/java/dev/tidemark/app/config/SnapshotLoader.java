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
import java.util.Optional;

/** Reads the snapshots of the configuration file. */
public final class SnapshotLoader {

  private static final String SUBJECT = "snapshots";

  private final Subtree said;
  private final List<String> takenHere;
  private final List<String> problems = new ArrayList<>();

  private SnapshotLoader(Subtree said, List<String> takenHere) {
    this.said = said;
    this.takenHere = takenHere;
  }

  /**
   * The snapshots that are specified, fitted to the schema, and the targets that are named with
   * them; none where the file says nothing of any. What an edge only passes on needs no tables, and
   * is not specified here.
   *
   * @throws InvalidConfigurationException with all that is wrong, each with where it stands
   */
  public static ConfiguredSnapshots load(Configuration configuration, Schema schema) {
    return configuration
        .snapshots()
        .map(said -> of(said, configuration).load(schema, WhereParserModule.parser()))
        .orElse(ConfiguredSnapshots.NONE);
  }

  /**
   * The targets that are named, whatever becomes of the snapshots: an edge passes on what it takes,
   * and needs neither their tables nor a schema.
   *
   * @throws InvalidConfigurationException with all that is wrong, each with where it stands
   */
  static List<Target> targets(Configuration configuration) {
    return configuration
        .snapshots()
        .map(said -> of(said, configuration).loadTargets())
        .orElse(List.of());
  }

  private static SnapshotLoader of(Subtree said, Configuration configuration) {
    return new SnapshotLoader(said, ConfiguredEdge.taken(configuration));
  }

  private List<Target> loadTargets() {
    List<Target> targets = read().stream().flatMap(each -> each.targets().stream()).toList();
    throwProblems();
    return targets;
  }

  private void throwProblems() {
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(SUBJECT, problems);
    }
  }

  private ConfiguredSnapshots load(Schema schema, WhereParser parser) {
    List<SnapshotPlan> plans = new ArrayList<>();
    List<Target> targets = new ArrayList<>();
    for (SpecifiedSnapshot each : read()) {
      if (!isPassedOn(each.spec())) {
        fit(each.spec(), schema, parser).ifPresent(plans::add);
      }
      targets.addAll(each.targets());
    }
    throwProblems();
    return new ConfiguredSnapshots(plans, targets);
  }

  private List<SpecifiedSnapshot> read() {
    return SnapshotDocument.readWhatIsGood(said.tree(), this::tell);
  }

  private boolean isPassedOn(SnapshotSpec spec) {
    return spec.tables().isEmpty() && takenHere.contains(spec.name());
  }

  /** That a name is none is told already. */
  private Optional<SnapshotPlan> fit(SnapshotSpec spec, Schema schema, WhereParser parser) {
    if (!SnapshotSpec.isName(spec.name())) {
      return Optional.empty();
    }
    try {
      return Optional.of(SnapshotPlan.of(spec, schema, parser));
    } catch (InvalidConfigurationException e) {
      e.problems().forEach(problem -> tell(path(spec.name(), problem)));
      return Optional.empty();
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
