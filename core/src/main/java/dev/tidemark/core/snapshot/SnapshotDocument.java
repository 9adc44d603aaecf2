package dev.tidemark.core.snapshot;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.schema.DocumentReader;
import dev.tidemark.core.snapshot.Target.Strategy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads specifications of snapshots from a document: the tree of maps, lists and scalars that any
 * YAML or JSON parser gives, from what stands below {@code snapshots}.
 *
 * <pre>
 * public:
 *   tables:
 *     org: {columns: [id, name, website]}   # the key must be among them
 *     net: {where: "status = 'ok'"}         # all columns, some rows
 *     ix: {}                                # all of it
 *   targets:
 *     - {name: edge-1, endpoint: "edge-1.example:9443"}
 *     - {name: old, endpoint: "old.example:9443", strategy: dbsync}   # tidemark, if nothing is said
 *     - {name: later, strategy: noop, enabled: false}                 # true, if nothing is said
 * </pre>
 *
 * <p>Whether the tables and columns are there, and what the conditions say, is found out by {@link
 * SnapshotPlan#of}.
 */
public final class SnapshotDocument {

  private static final List<String> ENTRIES = List.of("tables", "targets");
  private static final List<String> TABLE_ENTRIES = List.of("columns", "where");
  private static final List<String> TARGET_ENTRIES =
      List.of("name", "endpoint", "strategy", "enabled");

  private final DocumentReader reader = new DocumentReader();

  private SnapshotDocument() {}

  /**
   * The snapshots that the document describes, in its order; none if there is nothing in it.
   *
   * @param origin where the document is from, for messages: a file name
   * @throws InvalidConfigurationException with all problems of the document
   */
  public static List<PublishedSnapshot> read(String origin, @Nullable Object document) {
    return new SnapshotDocument().readAll(origin, document);
  }

  private List<PublishedSnapshot> readAll(String origin, @Nullable Object document) {
    List<PublishedSnapshot> all = new ArrayList<>();
    reader.map("snapshots", document).forEach((name, body) -> all.add(snapshot(name, body)));
    if (!reader.problems().isEmpty()) {
      throw new InvalidConfigurationException("snapshots " + origin, reader.problems());
    }
    return all;
  }

  private PublishedSnapshot snapshot(String name, @Nullable Object body) {
    Map<String, Object> said = reader.map(name, body);
    reader.knownKeys(name + ".", said, ENTRIES);
    if (!SnapshotSpec.isName(name)) {
      reader.problem(SnapshotFit.noName(name));
    }
    Map<String, SnapshotSpec.Table> tables = new LinkedHashMap<>();
    reader
        .map(name + ".tables", said.get("tables"))
        .forEach((table, of) -> tables.put(table, table(name + ".tables." + table, of)));
    return new PublishedSnapshot(
        new SnapshotSpec(name, tables), targets(name, said.get("targets")));
  }

  private SnapshotSpec.Table table(String path, @Nullable Object body) {
    Map<String, Object> said = reader.map(path, body);
    reader.knownKeys(path + ".", said, TABLE_ENTRIES);
    Optional<List<String>> columns =
        said.containsKey("columns")
            ? Optional.of(reader.names(path + ".columns", said.get("columns")))
            : Optional.empty();
    Optional<String> where =
        said.containsKey("where")
            ? Optional.of(reader.text(path + ".where", said.get("where")))
            : Optional.empty();
    return new SnapshotSpec.Table(columns, where);
  }

  private List<Target> targets(String snapshot, @Nullable Object body) {
    String path = snapshot + ".targets";
    List<Target> targets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int index = 0;
    for (Object each : reader.list(path, body)) {
      target(snapshot, path + "[" + index++ + "]", each).ifPresent(targets::add);
    }
    for (Target target : targets) {
      if (!names.add(target.name())) {
        reader.problem(path + ": the name " + target.name() + " is there twice");
      }
    }
    return targets;
  }

  private Optional<Target> target(String snapshot, String path, @Nullable Object body) {
    Map<String, Object> said = reader.map(path, body);
    reader.knownKeys(path + ".", said, TARGET_ENTRIES);
    String name = reader.text(path + ".name", said.get("name"));
    String endpoint = optional(path + ".endpoint", said.get("endpoint"), "");
    String strategy = optional(path + ".strategy", said.get("strategy"), Strategy.TIDEMARK.word());
    boolean enabled = enabled(path + ".enabled", said.get("enabled"));
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return TargetCheck.check(
            name, strategy, endpoint, problem -> reader.problem(path + "." + problem))
        .map(known -> new Target(snapshot, name, known, endpoint, enabled));
  }

  private String optional(String path, @Nullable Object said, String usual) {
    return said == null ? usual : reader.text(path, said);
  }

  private boolean enabled(String path, @Nullable Object said) {
    if (said != null && !(said instanceof Boolean)) {
      reader.problem(path + ": expected true or false, found " + said);
    }
    return !Boolean.FALSE.equals(said);
  }
}
