package dev.tidemark.app.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SyntheticDataTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00.7Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Map<String, Integer> REFERENCE_ROWS = new LinkedHashMap<>();
  private static final Map<String, Integer> REFERENCE_BYTES =
      Map.ofEntries(
          Map.entry("net", 1218),
          Map.entry("ix", 1060),
          Map.entry("fac", 974),
          Map.entry("carrier", 938),
          Map.entry("campus", 494),
          Map.entry("org", 457),
          Map.entry("netixlan", 384),
          Map.entry("ixlan", 294),
          Map.entry("netfac", 225),
          Map.entry("ixfac", 200),
          Map.entry("ixpfx", 180),
          Map.entry("carrierfac", 166));

  static {
    REFERENCE_ROWS.put("org", 35_000);
    REFERENCE_ROWS.put("campus", 600);
    REFERENCE_ROWS.put("fac", 8_000);
    REFERENCE_ROWS.put("carrier", 2_500);
    REFERENCE_ROWS.put("carrierfac", 4_000);
    REFERENCE_ROWS.put("ix", 1_500);
    REFERENCE_ROWS.put("ixlan", 1_500);
    REFERENCE_ROWS.put("ixpfx", 3_000);
    REFERENCE_ROWS.put("ixfac", 8_000);
    REFERENCE_ROWS.put("net", 35_000);
    REFERENCE_ROWS.put("poc", 30_000);
    REFERENCE_ROWS.put("netfac", 35_000);
    REFERENCE_ROWS.put("netixlan", 200_000);
  }

  private static SyntheticData data(double scale, long seed) {
    return SyntheticData.of(scale, seed, CLOCK);
  }

  private static List<SampleRow> rows(SampleData data, Kind kind) {
    return Objects.requireNonNull(data.state().table(kind.type())).rows();
  }

  private static String json(SampleRow row) {
    return new String(Objects.requireNonNull(row.forMembers()), StandardCharsets.US_ASCII);
  }

  private static ObjectNode tree(SampleRow row) {
    return SampleJson.tree(Objects.requireNonNull(row.forMembers()));
  }

  private static List<String> everything(SampleData data) {
    return Stream.of(Kind.values())
        .flatMap(kind -> rows(data, kind).stream())
        .map(SyntheticDataTest::json)
        .toList();
  }

  private static Stream<JsonNode> live(SampleData data, Kind kind) {
    return rows(data, kind).stream().filter(SampleRow::live).map(SyntheticDataTest::tree);
  }

  private static Set<Long> known(SampleData data, Kind kind) {
    return rows(data, kind).stream().map(SampleRow::id).collect(Collectors.toSet());
  }

  @Test
  void of_referenceScale_hasExactlyTheReferenceCountsAndNearlyTheReferenceSizes() {
    SampleData data = data(1, 1);

    assertThat(data.state().liveRows()).containsExactlyEntriesOf(REFERENCE_ROWS);
    REFERENCE_BYTES.forEach(
        (type, bytes) ->
            assertThat(meanBytes(data, type))
                .describedAs("mean bytes of %s", type)
                .isCloseTo(bytes, within(bytes * 0.25)));
  }

  private static double meanBytes(SampleData data, String type) {
    return Objects.requireNonNull(data.state().table(type))
        .liveRows()
        .mapToInt(row -> Objects.requireNonNull(row.forMembers()).length)
        .average()
        .orElseThrow();
  }

  @Test
  void of_smallScale_hasProportionalCountsAndAFewOfEverything() {
    Map<String, Integer> live = data(0.01, 1).state().liveRows();

    assertThat(live)
        .containsEntry("org", 350)
        .containsEntry("campus", 6)
        .containsEntry("ix", 15)
        .containsEntry("ixlan", 15)
        .containsEntry("netixlan", 2_000);
    assertThat(data(0.00001, 1).state().liveRows().values()).containsOnly(5);
  }

  @Test
  void of_sameScaleAndSeed_givesTheSameBytes() {
    assertThat(everything(data(0.01, 7))).isEqualTo(everything(data(0.01, 7)));
  }

  @Test
  void of_anotherSeed_givesOtherBytes() {
    assertThat(everything(data(0.01, 8))).isNotEqualTo(everything(data(0.01, 7)));
  }

  @Test
  void of_scaleOutOfRange_isRefused() {
    assertThatThrownBy(() -> data(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 0 and at most 2, found 0.0");
    assertThatThrownBy(() -> data(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void of_anyScale_orphansOnlyContactsAndPortsByTheirNetwork() {
    SampleData data = data(0.02, 1);

    for (Kind kind : Kind.values()) {
      kind.parents()
          .forEach(
              (field, parent) -> {
                Set<Long> parents = known(data, parent);
                long dangling =
                    live(data, kind)
                        .filter(row -> !parents.contains(row.get(field).longValue()))
                        .count();
                boolean mayDangle =
                    parent == Kind.NET && (kind == Kind.POC || kind == Kind.NETIXLAN);
                long expected = mayDangle ? (kind.rows(0.02) + 331) / 333 : 0;
                assertThat(dangling).describedAs("%s.%s", kind, field).isEqualTo(expected);
              });
    }
  }

  @Test
  void of_smallestScale_stillHasOneDanglingContactAndTombstonesAndPendingCampuses() {
    SampleData data = data(0.0001, 1);
    Set<Long> networks = known(data, Kind.NET);

    assertThat(live(data, Kind.POC).map(row -> row.get("net_id").longValue()))
        .anyMatch(net -> !networks.contains(net));
    for (Kind kind : Kind.values()) {
      assertThat(rows(data, kind)).anyMatch(SampleRow::deleted);
    }
    Set<Long> pending =
        rows(data, Kind.CAMPUS).stream()
            .filter(SampleRow::pending)
            .map(SampleRow::id)
            .collect(Collectors.toSet());
    assertThat(live(data, Kind.FAC).map(row -> row.get("campus_id").longValue()))
        .containsAll(pending);
    assertThat(pending).hasSize(2);
  }

  @Test
  void of_tombstones_arePersonallyBlank() {
    SampleData data = data(0.01, 1);

    assertThat(rows(data, Kind.POC).stream().filter(SampleRow::deleted))
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(json(row))
                    .contains("\"name\":\"\",\"phone\":\"\",\"email\":\"\",\"url\":\"\""));
    assertThat(rows(data, Kind.NETIXLAN).stream().filter(SampleRow::deleted))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(tree(row).get("ipaddr4").isNull()).isTrue());
  }

  @Test
  void of_rows_areAsciiWithAllPlanesNullsAndEmptyTexts() {
    String all = String.join("\n", everything(data(0.01, 1)));

    assertThat(all.chars().allMatch(unit -> unit < 0x80)).isTrue();
    assertThat(Stream.of("\\uD83D", "\\u65B0", "\\u00E3", "\"logo\":null", "\"aka\":\"\""))
        .allMatch(all::contains);
  }

  @Test
  void of_rows_areOrderedByIdWithGapsAndWholeSecondsInThePast() {
    SampleData data = data(0.01, 1);

    for (Kind kind : Kind.values()) {
      List<SampleRow> rows = rows(data, kind);
      assertThat(rows.stream().map(SampleRow::id).toList()).isSorted().doesNotHaveDuplicates();
      assertThat(rows)
          .allMatch(row -> row.updated() % 1_000_000 == 0 && row.created() <= row.updated())
          .allMatch(row -> row.updated() < Dice.PRESENT * 1_000_000);
    }
    List<SampleRow> orgs = rows(data, Kind.ORG);
    assertThat(orgs.get(orgs.size() - 1).id()).isGreaterThan(orgs.size());
  }

  @Test
  void of_networks_haveUniqueNumbersSomePastThirtyOneBits() {
    List<Long> numbers =
        live(data(0.05, 1), Kind.NET).map(row -> row.get("asn").longValue()).toList();

    assertThat(numbers).doesNotHaveDuplicates().anyMatch(asn -> asn > Integer.MAX_VALUE);
  }

  @Test
  void of_everyExchange_hasOneLanOfItsId() {
    SampleData data = data(0.02, 1);

    assertThat(known(data, Kind.IXLAN)).isEqualTo(known(data, Kind.IX));
    assertThat(live(data, Kind.IXLAN)).allMatch(row -> row.get("id").equals(row.get("ix_id")));
  }
}
