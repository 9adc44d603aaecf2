package dev.tidemark.core.rollup;

import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.schema.DocumentReader;
import dev.tidemark.core.schema.EntityType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads rollups from a document: the tree of maps, lists and scalars that any YAML or JSON parser
 * gives.
 *
 * <pre>
 * rollups:
 *   networks:
 *     source: net              # an entity type; its rows are the events
 *     time: created            # its field that says when each was
 *     bucket: day              # hour, if nothing is said
 *     keys: {status: status, org: org_id, country: org_id.country}
 *     measures:
 *       networks: count
 *       orgs: distinct(org_id)
 *       prefixes: sum(info_prefixes4)
 *       first: min(created)
 *       unset: sum(info_prefixes4) where asn is missing
 *     changes: captured        # if nothing is said; or {time: updated, lag: 5m, at-most: 1d},
 *                              # or {sequence: position, at-most: 500000}
 *     archives: false          # whether rows that are removed stay in the sums
 *     on: [replica, reporting] # where it is kept: replica, if nothing is said
 * </pre>
 *
 * <p>A field behind a dot is one of the row that the field before it refers to. {@link Changes}
 * says what each way to learn of changes is for.
 */
public final class RollupDocument {

  /** What the place is called that a rollup is kept in if nothing is said. */
  public static final String REPLICA = "replica";

  private static final List<String> ENTRIES =
      List.of("source", "time", "bucket", "keys", "measures", "changes", "archives", "on");

  private final DocumentReader reader = new DocumentReader();
  private final Map<String, List<EntityType>> places;
  private final Set<String> taken;

  private RollupDocument(Map<String, List<EntityType>> places, Set<String> taken) {
    this.places = places;
    this.taken = taken;
  }

  /**
   * The rollups that the document describes, in its order, each once for every place of it.
   *
   * @param origin where the document is from, for messages: a file name
   * @param places the entity types that each place has, by its name
   * @param taken names that belong to other rollups
   * @throws InvalidSchemaException with all problems of the document, and of the rollups in it
   */
  public static List<PlacedRollup> read(
      String origin,
      @Nullable Object document,
      Map<String, List<EntityType>> places,
      Set<String> taken) {
    return new RollupDocument(places, taken).read(origin, document);
  }

  private List<PlacedRollup> read(String origin, @Nullable Object document) {
    Map<String, Object> said = DocumentReader.asMap(document).orElse(Map.of());
    if (said.isEmpty()) {
      throw new InvalidSchemaException(
          "rollups " + origin, List.of("expected a document with rollups, found none"));
    }
    reader.knownKeys("", said, List.of("rollups"));
    List<PlacedRollup> all = new ArrayList<>();
    reader
        .map("rollups", said.get("rollups"))
        .forEach((name, body) -> all.addAll(rollup(name, reader.map(name, body))));
    if (!reader.problems().isEmpty()) {
      throw new InvalidSchemaException("rollups " + origin, reader.problems());
    }
    return all;
  }

  private List<PlacedRollup> rollup(String name, Map<String, Object> said) {
    reader.knownKeys(name + ".", said, ENTRIES);
    if (taken.contains(name)) {
      reader.problem(name + ": the name belongs to a rollup that is there already; choose another");
    }
    RollupDefinition definition = definition(name, said);
    List<PlacedRollup> placed = new ArrayList<>();
    for (String place : on(name, said.get("on"))) {
      plan(definition, place).ifPresent(plan -> placed.add(new PlacedRollup(plan, place)));
    }
    return placed;
  }

  private RollupDefinition definition(String name, Map<String, Object> said) {
    return new RollupDefinition(
        name,
        reader.text(name + ".source", said.get("source")),
        reader.text(name + ".time", said.get("time")),
        bucket(name + ".bucket", said.get("bucket")),
        new ChangesEntry(reader, name + ".changes").read(said.get("changes")),
        keys(name + ".keys", said.get("keys")),
        measures(name + ".measures", said.get("measures")),
        flag(name + ".archives", said.get("archives")));
  }

  private Bucket bucket(String path, @Nullable Object said) {
    return said == null
        ? Bucket.HOUR
        : reader.word(path, "bucket", reader.text(path, said), Bucket.values()).orElse(Bucket.HOUR);
  }

  private List<Key> keys(String path, @Nullable Object said) {
    List<Key> keys = new ArrayList<>();
    reader
        .map(path, said)
        .forEach(
            (as, of) -> {
              String where = path + "." + as;
              String text = reader.text(where, of);
              if (!text.isEmpty()) {
                field(where, text).ifPresent(field -> keys.add(new Key(as, field)));
              }
            });
    return keys;
  }

  private Optional<FieldPath> field(String path, String text) {
    try {
      return Optional.of(FieldPath.of(text));
    } catch (IllegalArgumentException e) {
      reader.problem(path + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private List<Measure> measures(String path, @Nullable Object said) {
    List<Measure> measures = new ArrayList<>();
    reader
        .map(path, said)
        .forEach(
            (as, what) -> measures.add(new MeasureEntry(reader, path + "." + as).read(as, what)));
    return measures;
  }

  private boolean flag(String path, @Nullable Object said) {
    if (said != null && !(said instanceof Boolean)) {
      reader.problem(path + ": expected true or false, found " + said);
    }
    return Boolean.TRUE.equals(said);
  }

  private List<String> on(String name, @Nullable Object said) {
    String path = name + ".on";
    List<String> on = said == null ? List.of(REPLICA) : reader.names(path, said);
    if (on.isEmpty()) {
      reader.problem(path + ": expected one place at least, found none");
    }
    on.stream()
        .filter(place -> !place.isEmpty() && !places.containsKey(place))
        .forEach(
            place ->
                reader.unknown(path, "place", place, places.keySet().stream().sorted().toList()));
    return on.stream().filter(places::containsKey).distinct().toList();
  }

  /** What the document lacks was told before. */
  private Optional<RollupPlan> plan(RollupDefinition definition, String place) {
    if (definition.source().isEmpty() || definition.time().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(RollupPlan.of(definition, places.getOrDefault(place, List.of())));
    } catch (InvalidSchemaException unfit) {
      unfit.problems().forEach(each -> reader.problem(definition.name() + "." + each));
      return Optional.empty();
    }
  }
}
