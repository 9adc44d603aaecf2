package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Orphan;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Undecodable;
import dev.tidemark.testkit.contract.Replica;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.fake.InMemoryReplica;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random cycles do the same to a replica file as to the replica in memory, which does it row by
 * row: two ways of thinking that would hardly go wrong alike.
 */
final class SqliteAgreesWithMemoryTest {

  private static final int CYCLES = 60;
  private static final int KEYS = 4;
  private static final int DAYS = 8;

  /** May stand below another of its type, and needs an ix while it is "ok". */
  private static final EntityType NODE =
      EntityType.named("node")
          .key("id")
          .integer("id", "above", "ix_id")
          .nullable("above", "ix_id")
          .text("status")
          .instant("updated", Precision.SECONDS)
          .version("updated")
          .tombstone("status", "deleted")
          .mayReference("above", "node")
          .reference(Reference.of("ix_id", "ix").onlyWhile("status", "ok"))
          .build();

  private static final Schema SCHEMA =
      Schema.of(
          "random",
          Sample.ORG,
          Sample.CAMPUS,
          Sample.FAC,
          Sample.IX,
          Sample.IXFAC,
          Sample.PORT,
          Sample.CABLE,
          Sample.WORD,
          NODE);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void apply_randomCycles_doTheSameToBoth(long seed) {
    Random random = new Random(seed);
    try (Replica file = SqliteTestReplica.open(directory, SCHEMA);
        Replica memory = new InMemoryReplica(SCHEMA)) {
      for (int cycle = 1; cycle <= CYCLES; cycle++) {
        List<Consumer<Staging>> steps = steps(random);
        ApplyPlan plan = plan(random, cycle);
        Map<String, Object> found = run(file, steps, plan);
        Map<String, Object> expected = run(memory, steps, plan);
        expected.forEach(
            (what, value) ->
                assertThat(found.get(what))
                    .as("%s after seed %d, cycle %d", what, seed, plan.cycle())
                    .isEqualTo(value));
      }
    }
  }

  /** What can be seen of a cycle from outside. */
  private static Map<String, Object> run(
      Replica replica, List<Consumer<Staging>> steps, ApplyPlan plan) {
    Map<String, Object> seen = new TreeMap<>();
    Position before = replica.feed().latest();
    try (Staging staging = replica.store().stage(Mode.FULL)) {
      steps.forEach(step -> step.accept(staging));
      for (EntityType type : SCHEMA.types()) {
        seen.put("missed " + type, staging.vanishing(type, Optional.empty(), 3));
        seen.put("missed early " + type, staging.vanishing(type, Optional.of(Sample.day(4)), 9));
      }
      seen.put("missing", staging.missingParents(false, 3));
      seen.put("applied", replica.store().apply(staging, plan));
    }
    SCHEMA.types().forEach(type -> seen.put("rows " + type, replica.rows(type)));
    seen.put("feed", replica.feed().after(before, Integer.MAX_VALUE));
    seen.put("counts", replica.store().counts());
    seen.put("cursors", replica.cursors().cursors());
    seen.put("identity", replica.cursors().identity());
    seen.put("dangling", replica.held().dangling(99));
    seen.put(
        "orphans",
        replica.held().orphans(99).stream()
            .map(each -> new Orphan(each.type(), each.key(), each.missing(), "", each.since()))
            .toList());
    seen.put("quarantined", Set.copyOf(replica.held().quarantined(99)));
    return seen;
  }

  private static List<Consumer<Staging>> steps(Random random) {
    List<Consumer<Staging>> steps = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      steps.add(step(random));
    }
    return steps;
  }

  private static Consumer<Staging> step(Random random) {
    EntityType type = any(random, SCHEMA.types());
    Row row = row(random, type);
    return switch (random.nextInt(10)) {
      case 0 -> staging -> staging.vanished(type, List.of(row.key()));
      case 1 -> staging -> staging.vanished(type, every(type));
      case 2 -> staging -> staging.unanswered(type, List.of(row.key()));
      case 3 ->
          staging ->
              staging
                  .sink(type, Source.LIVE)
                  .undecodable(new Undecodable(type, Optional.of(row.key()), "bad", "{}"));
      case 4, 5, 6 -> staging -> staging.sink(type, Source.LIST).row(row);
      case 7 -> random.nextInt(5) == 0 ? staging -> staging.discard(type) : staging -> {};
      default -> staging -> staging.sink(type, Source.LIVE).row(row);
    };
  }

  /** All keys that a number has, which are those of most types. */
  private static List<RowKey> every(EntityType type) {
    List<RowKey> keys = new ArrayList<>();
    for (long id = 1; id <= KEYS && type.key().equals(List.of("id")); id++) {
      keys.add(RowKey.of(id));
    }
    return keys;
  }

  private static Row row(Random random, EntityType type) {
    Row.Builder row = Row.builder(type);
    for (int i = 0; i < type.fields().size(); i++) {
      row.set(i, value(random, type, i));
    }
    return row.buildStored();
  }

  private static @Nullable Object value(Random random, EntityType type, int index) {
    String name = type.fields().get(index).name();
    boolean needed = type.key().contains(name) || type.version().filter(name::equals).isPresent();
    if (!needed && random.nextInt(9) == 0) {
      return null;
    }
    return switch (type.fields().get(index).type()) {
      case INTEGER -> 1L + random.nextInt(KEYS);
      case BOOLEAN -> random.nextBoolean();
      case INSTANT -> Sample.day(random.nextInt(20) == 0 ? 2_000 : random.nextInt(DAYS));
      default ->
          name.equals("status")
              ? any(random, List.of("ok", "ok", "pending", "deleted"))
              : any(random, List.of("a", "it's", "\"\uD83D\uDE00"));
    };
  }

  private static ApplyPlan plan(Random random, int cycle) {
    Instant at = Sample.day(0).plus(Duration.ofHours(6L * cycle)).plusMillis(cycle);
    Map<EntityType, Instant> cursors =
        some(random, SCHEMA.types()).stream()
            .collect(
                Collectors.toMap(
                    type -> type, type -> Sample.day(cycle / 4).plusMillis(random.nextInt(2))));
    return new ApplyPlan(
        cycle,
        at,
        Sample.day(1_000),
        random.nextInt(3) == 0 ? some(random, SCHEMA.types()) : Set.copyOf(SCHEMA.types()),
        cursors,
        some(random, SCHEMA.types()),
        random.nextInt(3) == 0
            ? Optional.empty()
            : Optional.of(Duration.ofDays(1 + random.nextInt(6))),
        "upstream " + random.nextInt(3));
  }

  private static <T> Set<T> some(Random random, List<T> all) {
    return all.stream().filter(each -> random.nextBoolean()).collect(Collectors.toSet());
  }

  private static <T> T any(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
