package dev.tidemark.app.e2e;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.sample.FolderData;
import dev.tidemark.app.sample.SampleOptions;
import dev.tidemark.app.sample.SampleServer;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.FieldType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Real responses of PeeringDB, from the folder that {@code TIDEMARK_REAL_DATA} names. */
@EnabledIfEnvironmentVariable(
    named = "TIDEMARK_REAL_DATA",
    matches = ".+",
    disabledReason = "TIDEMARK_REAL_DATA names no folder with real responses: NOT PROVED ON THEM")
final class RealDataTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void sync_allTypes_keepsEveryRowAndFieldOrListsTheOrphan() throws IOException {
    Schema schema = SchemaLoader.load(SchemaLoader.SHIPPED);
    Copy copy = new Copy(directory.resolve("data"), schema);
    try (SampleServer upstream = serve(real("2026-04-16"))) {
      SyncReport first = copy.sync(upstream.base(), Mode.FULL);
      SyncReport again = copy.sync(upstream.base(), Mode.FULL);
      SyncReport quiet = copy.sync(upstream.base(), Mode.INCREMENTAL);

      assertThat(first.total().quarantined()).isZero();
      assertThat(again.total().changes()).isZero();
      assertThat(quiet.total().changes()).isZero();
    }

    for (EntityType type : schema.types()) {
      assertEveryRowIsThere(copy, type);
    }
    assertThat(copy.number("SELECT count(*) FROM _orphan WHERE type = 'ixpfx'")).isPositive();
    assertThat(copy.number("SELECT count(*) FROM _orphan WHERE json_array_length(missing) = 0"))
        .isZero();
  }

  private static void assertEveryRowIsThere(Copy copy, EntityType type) throws IOException {
    Map<String, Map<String, @Nullable Object>> stored =
        copy.query("SELECT * FROM " + type.name()).stream()
            .collect(toMap(row -> String.valueOf(row.get("id")), row -> row));
    Map<String, JsonNode> parked =
        copy.query("SELECT key, row FROM _orphan WHERE type = '" + type.name() + "'").stream()
            .collect(toMap(row -> String.valueOf(row.get("key")), row -> tree(row.get("row"))));
    List<JsonNode> rows = rows(real("2026-04-16").resolve(type.name() + ".json"));

    assertThat(stored.size() + parked.size()).as(type.name()).isEqualTo(rows.size());
    for (JsonNode row : rows) {
      String key = row.get("id").asText();
      assertThat(stored.containsKey(key))
          .as(type + " " + key)
          .isNotEqualTo(parked.containsKey(key));
      row.fieldNames()
          .forEachRemaining(
              field ->
                  assertThat(
                          stored.containsKey(key)
                              ? stored.get(key).get(field)
                              : plain(parked.get(key).get(field)))
                      .as("%s %s %s", type, key, field)
                      .isEqualTo(asStored(type.field(field).orElseThrow(), row.get(field))));
    }
  }

  /** What a column holds for a value of the upstream, worked out without any code under test. */
  private static @Nullable Object asStored(Field field, JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    if (field.name().equals("logo")) {
      return value.textValue().substring(value.textValue().lastIndexOf('/') + 1);
    }
    return field.type() == FieldType.JSON ? value.toString() : plain(value);
  }

  private static @Nullable Object plain(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    if (value.isBoolean()) {
      return value.booleanValue() ? 1 : 0;
    }
    if (value.isIntegralNumber()) {
      return value.canConvertToInt() ? (Object) value.intValue() : value.longValue();
    }
    return value.isNumber() ? (Object) value.doubleValue() : value.textValue();
  }

  @Test
  void sync_threeDatesOneAfterTheOther_countsExactlyWhatChanged() {
    Copy copy = new Copy(directory.resolve("data"), of2018());
    try (SampleServer upstream =
        serve(real("2018-05-09"), real("2018-06-02"), real("2018-07-01"))) {
      copy.sync(upstream.base(), Mode.FULL);
      Moves moves = new Moves(upstream.base());

      moves.next();
      assertThat(changes(copy.sync(upstream.base(), Mode.FULL)))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("ix", "8 1 41", "ixlan", "6 1 11", "ixpfx", "9 2 2"));
      moves.next();
      assertThat(changes(copy.sync(upstream.base(), Mode.FULL)))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("ix", "3 0 15", "ixlan", "4 1 6", "ixpfx", "6 2 3"));
      assertThat(copy.sync(upstream.base(), Mode.FULL).total().changes()).isZero();
    }
    assertThat(copy.number("SELECT count(*) FROM _orphan")).isZero();
  }

  @Test
  void sync_exchangesThreeMonthsApart_findsWhatChangedWithoutANewerVersion() throws IOException {
    EntityType ix =
        EntityType.named("ix")
            .key("id")
            .integer("id")
            .integer("org_id")
            .text("logo", "status")
            .nullable("logo")
            .instant("updated", Precision.SECONDS)
            .version("updated")
            .tombstone("status", "deleted")
            .build();
    Copy copy = new Copy(directory.resolve("data"), Schema.of("exchanges", ix));
    Path before = upTo(2124, real("2026-01-28"), directory.resolve("before"));
    Path after = upTo(2124, real("2026-04-16"), directory.resolve("after"));
    try (SampleServer upstream = serve(before, after)) {
      copy.sync(upstream.base(), Mode.FULL);
      Map<Object, Object> versions = versions(copy);
      new Moves(upstream.base()).next();

      Tally tally = copy.sync(upstream.base(), Mode.FULL).total();

      assertThat(tally.updated()).isEqualTo(270);
      assertThat(tally.deleted()).isEqualTo(3);
      assertThat(tally.inserted()).isZero();
      Map<Object, Object> now = versions(copy);
      assertThat(
              copy.query("SELECT key FROM _change WHERE kind = 'UPDATE'").stream()
                  .map(row -> Integer.valueOf(String.valueOf(row.get("key"))))
                  .filter(id -> versions.get(id).equals(now.get(id))))
          .hasSize(241);
    }
  }

  private static Map<Object, Object> versions(Copy copy) {
    return copy.query("SELECT id, updated FROM ix").stream()
        .collect(
            toMap(row -> String.valueOf(row.get("id")), row -> String.valueOf(row.get("updated"))))
        .entrySet()
        .stream()
        .collect(toMap(row -> Integer.valueOf(row.getKey()), Map.Entry::getValue));
  }

  /** Inserted, deleted, updated; types of which nothing changed are left out. */
  private static Map<String, String> changes(SyncReport report) {
    return report.tallies().entrySet().stream()
        .filter(each -> each.getValue().changes() > 0)
        .collect(
            toMap(
                each -> each.getKey().name(),
                each ->
                    each.getValue().inserted()
                        + " "
                        + each.getValue().deleted()
                        + " "
                        + each.getValue().updated()));
  }

  private static Schema of2018() {
    EntityType.Builder ix =
        common("ix")
            .integer("org_id")
            .text("name", "name_long", "city", "country", "region_continent", "media", "notes")
            .text("website", "url_stats", "tech_email", "tech_phone", "policy_email")
            .text("policy_phone")
            .bool("proto_unicast", "proto_multicast", "proto_ipv6");
    EntityType.Builder ixlan =
        common("ixlan")
            .integer("ix_id", "mtu", "rs_asn")
            .text("name", "descr", "arp_sponge")
            .bool("dot1q_support")
            .nullable("mtu", "rs_asn", "arp_sponge")
            .references("ix_id", "ix");
    EntityType.Builder ixpfx =
        common("ixpfx")
            .integer("ixlan_id")
            .text("protocol", "prefix")
            .references("ixlan_id", "ixlan");
    return Schema.of("exchanges", ix.build(), ixlan.build(), ixpfx.build());
  }

  private static EntityType.Builder common(String name) {
    return EntityType.named(name)
        .key("id")
        .integer("id")
        .text("status")
        .instant("created", Precision.SECONDS)
        .instant("updated", Precision.SECONDS)
        .version("updated")
        .tombstone("status", "deleted");
  }

  private static SampleServer serve(Path... folders) {
    Clock clock = Clock.systemUTC();
    return SampleServer.start(FolderData.open(List.of(folders), clock), SampleOptions.by(clock), 0);
  }

  private static Path real(String folder) {
    return Path.of(System.getenv("TIDEMARK_REAL_DATA")).resolve(folder);
  }

  private static Path upTo(int id, Path from, Path to) throws IOException {
    ObjectNode answer = (ObjectNode) JSON.readTree(from.resolve("ix.json").toFile());
    ArrayNode kept = JSON.createArrayNode();
    answer
        .get("data")
        .forEach(
            row -> {
              if (row.get("id").intValue() <= id) {
                kept.add(row);
              }
            });
    answer.set("data", kept);
    JSON.writeValue(Files.createDirectories(to).resolve("ix.json").toFile(), answer);
    return to;
  }

  private static List<JsonNode> rows(Path file) throws IOException {
    Stream<JsonNode> rows =
        StreamSupport.stream(JSON.readTree(file.toFile()).get("data").spliterator(), false);
    return rows.toList();
  }

  private static JsonNode tree(@Nullable Object json) {
    try {
      return JSON.readTree(String.valueOf(json));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
