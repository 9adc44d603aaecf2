package dev.tidemark.testkit.model;

import dev.tidemark.core.rollup.Measure;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupPlan.Join;
import dev.tidemark.core.rollup.RollupPlan.Place;
import dev.tidemark.core.rollup.RollupPlan.Value;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What rows add up to, computed in plain Java from the definition alone. Immutable, but sees the
 * rows as they are when it is asked.
 */
public final class RollupOracle {

  private final RollupPlan plan;
  private final Parents parents;

  public RollupOracle(RollupPlan plan, Parents parents) {
    this.plan = plan;
    this.parents = parents;
  }

  /** Finds rows that are referred to. */
  @FunctionalInterface
  public interface Parents {
    Optional<Row> find(EntityType type, RowKey key);
  }

  /**
   * All cells, in the order in which a store reads them.
   *
   * @param rowsByType all rows of the source and of every type that it is joined with
   * @throws ArithmeticException if a sum does not fit into a long
   */
  public static List<RollupCell> cells(
      RollupPlan plan, Map<EntityType, ? extends Collection<Row>> rowsByType) {
    Map<String, Map<RowKey, Row>> byKey = new HashMap<>();
    rowsByType.forEach(
        (type, rows) -> {
          Map<RowKey, Row> all = byKey.computeIfAbsent(type.name(), name -> new HashMap<>());
          rows.forEach(row -> all.put(row.key(), row));
        });
    RollupOracle oracle =
        new RollupOracle(
            plan,
            (type, key) -> Optional.ofNullable(byKey.getOrDefault(type.name(), Map.of()).get(key)));
    return oracle.cells(byKey.getOrDefault(plan.source().name(), Map.of()).values());
  }

  /** The cells of these events, in order. */
  public List<RollupCell> cells(Collection<Row> events) {
    Map<CellKey, List<Row>> grouped = new TreeMap<>();
    events.forEach(
        event ->
            cellOf(event)
                .ifPresent(key -> grouped.computeIfAbsent(key, k -> new ArrayList<>()).add(event)));
    return grouped.entrySet().stream().map(each -> cell(each.getKey(), each.getValue())).toList();
  }

  /** The cell in which an event is; none without a time. */
  public Optional<CellKey> cellOf(Row event) {
    Object time = event.value(plan.definition().time());
    if (!(time instanceof Instant at)) {
      return Optional.empty();
    }
    Map<String, Row> joined = joined(event);
    List<@Nullable Object> keys = new ArrayList<>();
    plan.keys().forEach(place -> keys.add(value(joined, place)));
    return Optional.of(new CellKey(plan.definition().bucket().floor(at), keys));
  }

  /** What an event brings into the measures, for telling whether that changed. */
  public List<@Nullable Object> valuesOf(Row event) {
    Map<String, Row> joined = joined(event);
    List<@Nullable Object> values = new ArrayList<>();
    for (Value value : plan.measures()) {
      Stream.concat(value.of().stream(), value.missing().stream())
          .forEach(place -> values.add(value(joined, place)));
    }
    return values;
  }

  private RollupCell cell(CellKey key, List<Row> events) {
    List<Map<String, Row>> joined = events.stream().map(this::joined).toList();
    List<@Nullable Object> measures = new ArrayList<>();
    plan.measures().forEach(value -> measures.add(measure(value, joined)));
    return key.cell(measures);
  }

  private Map<String, Row> joined(Row event) {
    Map<String, Row> rows = new HashMap<>();
    rows.put(RollupPlan.SOURCE, event);
    for (Join join : plan.joins()) {
      Row from = rows.get(join.from());
      Object key = from == null ? null : from.value(join.field());
      if (key != null) {
        parents.find(join.target(), RowKey.of(key)).ifPresent(row -> rows.put(join.alias(), row));
      }
    }
    return rows;
  }

  private static @Nullable Object value(Map<String, Row> joined, Place place) {
    Row row = joined.get(place.alias());
    return row == null ? null : row.value(place.field().name());
  }

  private static @Nullable Object measure(Value value, List<Map<String, Row>> events) {
    if (value.of().isEmpty()) {
      return (long) events.size();
    }
    List<Object> values = new ArrayList<>();
    for (Map<String, Row> event : events) {
      boolean counts = value.missing().map(place -> value(event, place) == null).orElse(true);
      Object found = value(event, value.of().get());
      if (counts && found != null) {
        values.add(found);
      }
    }
    return measure(value.measure(), values);
  }

  private static @Nullable Object measure(Measure measure, List<Object> values) {
    return switch (measure.kind()) {
      case COUNT -> (long) values.size();
      case DISTINCT -> (long) new HashSet<>(values).size();
      case SUM, SUM_WHERE_MISSING -> sum(measure.name(), values);
      case MIN -> values.stream().min(CellKey.VALUES).orElse(null);
      case MAX -> values.stream().max(CellKey.VALUES).orElse(null);
    };
  }

  private static Long sum(String name, List<Object> values) {
    BigInteger sum =
        values.stream()
            .map(each -> BigInteger.valueOf((Long) each))
            .reduce(BigInteger.ZERO, BigInteger::add);
    if (sum.bitLength() > 63) {
      throw new ArithmeticException("the sum " + name + " is " + sum + ", too much for 64 bits");
    }
    return sum.longValue();
  }

  /** One cell of two: counts and sums are added up. */
  public static RollupCell merge(RollupPlan plan, RollupCell one, RollupCell other) {
    List<@Nullable Object> measures = new ArrayList<>();
    IntStream.range(0, plan.measures().size())
        .forEach(
            i -> {
              Measure measure = plan.measures().get(i).measure();
              measures.add(merge(measure, one.measures().get(i), other.measures().get(i)));
            });
    return new RollupCell(one.bucket(), one.keys(), measures);
  }

  private static @Nullable Object merge(
      Measure measure, @Nullable Object one, @Nullable Object other) {
    List<Object> both =
        Stream.of(Optional.ofNullable(one), Optional.ofNullable(other))
            .flatMap(Optional::stream)
            .toList();
    return measure.kind() == Measure.Kind.COUNT
        ? sum(measure.name(), both)
        : measure(measure, both);
  }

  /** The cells by their keys. */
  public static Map<CellKey, RollupCell> byKey(Collection<RollupCell> cells) {
    Map<CellKey, RollupCell> byKey = new TreeMap<>();
    cells.forEach(cell -> byKey.put(CellKey.of(cell), cell));
    return byKey;
  }
}
