package dev.tidemark.app.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.testkit.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ChangesTest {

  private static final long NOW = Instant.parse("2026-05-01T12:00:00Z").getEpochSecond();

  private final ManualClock clock = ManualClock.at(Instant.ofEpochSecond(NOW));
  private final SyntheticData data = SyntheticData.of(0.02, 1, clock);

  private static Map<Long, SampleRow> rows(SampleState state, Kind kind) {
    return Objects.requireNonNull(state.table(kind.type())).rows().stream()
        .collect(Collectors.toMap(SampleRow::id, row -> row));
  }

  private static String json(SampleRow row) {
    return new String(Objects.requireNonNull(row.forMembers()), StandardCharsets.US_ASCII);
  }

  private static ObjectNode tree(SampleRow row) {
    return SampleJson.tree(Objects.requireNonNull(row.forMembers()));
  }

  /** The ids of rows that were there before and of which before and after satisfy {@code what}. */
  private static Set<Long> changed(
      SampleState before, SampleState after, Kind kind, BiPredicate<SampleRow, SampleRow> what) {
    Map<Long, SampleRow> old = rows(before, kind);
    return rows(after, kind).values().stream()
        .filter(row -> old.containsKey(row.id()))
        .filter(row -> what.test(old.get(row.id()), row))
        .map(SampleRow::id)
        .collect(Collectors.toSet());
  }

  @Test
  void advance_everyType_hasNewAndUpdatedRowsStampedByTheClock() {
    SampleState before = data.state();
    assertThat(data.advance()).isTrue();

    for (Kind kind : Kind.values()) {
      Set<Long> old = rows(before, kind).keySet();
      Map<Long, SampleRow> after = rows(data.state(), kind);
      assertThat(after.keySet()).containsAll(old);
      assertThat(after.values())
          .filteredOn(row -> !old.contains(row.id()))
          .describedAs("new %s", kind)
          .isNotEmpty()
          .allMatch(row -> row.live() && row.updated() == NOW * 1_000_000);
      assertThat(changed(before, data.state(), kind, (was, is) -> is.updated() > was.updated()))
          .describedAs("updated %s", kind)
          .isNotEmpty();
    }
  }

  @Test
  void advance_aboutOneRowInAHundred_changes() {
    SampleState before = data.state();
    data.advance();

    int all = 0;
    int touched = 0;
    for (Kind kind : Kind.values()) {
      Map<Long, SampleRow> old = rows(before, kind);
      all += old.size();
      for (SampleRow row : rows(data.state(), kind).values()) {
        SampleRow was = old.get(row.id());
        touched += was == null || !json(was).equals(json(row)) ? 1 : 0;
      }
    }
    assertThat(touched).isBetween(all / 200, all / 30);
  }

  @Test
  void advance_counts_changeWithoutANewerTime() {
    SampleState before = data.state();
    data.advance();

    for (Kind kind : List.of(Kind.FAC, Kind.CARRIER, Kind.IX, Kind.NET)) {
      assertThat(
              changed(
                  before,
                  data.state(),
                  kind,
                  (was, is) -> is.updated() == was.updated() && !json(is).equals(json(was))))
          .describedAs("%s", kind)
          .isNotEmpty();
    }
  }

  @Test
  void advance_oneRow_changesInTheSecondThatWasTheNewest() {
    SampleState before = data.state();
    long newest =
        rows(before, Kind.ORG).values().stream().mapToLong(SampleRow::updated).max().orElseThrow();
    data.advance();

    assertThat(
            changed(
                before,
                data.state(),
                Kind.ORG,
                (was, is) -> is.updated() == newest && !json(is).equals(json(was))))
        .hasSize(1);
  }

  @Test
  void advance_deletedParents_takeTheirChildrenWithThem() {
    SampleState before = data.state();
    data.advance();

    for (Kind gone : List.of(Kind.NET, Kind.FAC, Kind.POC, Kind.NETIXLAN)) {
      assertThat(died(before, gone)).describedAs("deleted %s", gone).isNotEmpty();
    }
    for (Kind kind : Kind.values()) {
      kind.parents().forEach((field, parent) -> assertNoLiveChild(before, kind, field, parent));
    }
  }

  private Set<Long> died(SampleState before, Kind kind) {
    return changed(before, data.state(), kind, (was, is) -> was.live() && is.deleted());
  }

  private void assertNoLiveChild(SampleState before, Kind kind, String field, Kind parent) {
    Set<Long> gone = died(before, parent);
    assertThat(rows(data.state(), kind).values())
        .filteredOn(SampleRow::live)
        .describedAs("live %s of deleted %s", kind, parent)
        .noneMatch(row -> gone.contains(tree(row).get(field).longValue()));
  }

  @Test
  void advance_deletedRow_comesBack() {
    SampleState before = data.state();
    data.advance();

    for (Kind kind : List.of(Kind.POC, Kind.NETIXLAN)) {
      assertThat(changed(before, data.state(), kind, (was, is) -> was.deleted() && is.live()))
          .hasSize(1);
    }
  }

  @Test
  void advance_networkAndPrefix_moveToAnotherParent() {
    SampleState before = data.state();
    data.advance();

    moved(before, Kind.NET, "org_id");
    moved(before, Kind.IXPFX, "ixlan_id");
  }

  private void moved(SampleState before, Kind kind, String field) {
    assertThat(
            changed(
                before,
                data.state(),
                kind,
                (was, is) -> !tree(was).get(field).equals(tree(is).get(field))))
        .hasSize(1);
  }

  @Test
  void advance_missingNetwork_arrives() {
    Set<Long> before = dangling(data.state());
    data.advance();

    assertThat(before).isNotEmpty();
    Set<Long> arrived = new HashSet<>(before);
    arrived.removeAll(dangling(data.state()));
    assertThat(arrived).hasSize(1);
  }

  private static Set<Long> dangling(SampleState state) {
    Set<Long> networks = rows(state, Kind.NET).keySet();
    return rows(state, Kind.POC).values().stream()
        .map(row -> tree(row).get("net_id").longValue())
        .filter(net -> !networks.contains(net))
        .collect(Collectors.toSet());
  }

  @Test
  void advance_newRows_repeatWhatTheirParentsSay() {
    data.advance();
    Map<Long, SampleRow> exchanges = rows(data.state(), Kind.IX);

    assertThat(rows(data.state(), Kind.NETIXLAN).values())
        .filteredOn(row -> row.created() == NOW * 1_000_000)
        .isNotEmpty()
        .map(ChangesTest::tree)
        .allMatch(
            row ->
                row.get("name")
                    .equals(tree(exchanges.get(row.get("ix_id").longValue())).get("name")));
  }

  @Test
  void advance_clockGoesBackwards_timesDoNot() {
    data.advance();
    clock.advance(Duration.ofDays(-900));
    data.advance();

    assertThat(newest(data.state())).isEqualTo((NOW + 1) * 1_000_000);
  }

  private static long newest(SampleState state) {
    return Stream.of(Kind.values())
        .flatMap(kind -> rows(state, kind).values().stream())
        .mapToLong(SampleRow::updated)
        .max()
        .orElseThrow();
  }

  @Test
  void advance_sameSeedAndClock_givesTheSameBytes() {
    SyntheticData other = SyntheticData.of(0.02, 1, clock);
    for (int move = 0; move < 3; move++) {
      data.advance();
      other.advance();
    }

    for (Kind kind : Kind.values()) {
      assertThat(texts(data.state(), kind).equals(texts(other.state(), kind))).isTrue();
    }
  }

  private static Map<Long, String> texts(SampleState state, Kind kind) {
    Map<Long, String> texts = new HashMap<>();
    rows(state, kind).forEach((id, row) -> texts.put(id, json(row)));
    return texts;
  }

  @Test
  void advance_oftenOnTheSmallestData_neverRunsDry() {
    SyntheticData small = SyntheticData.of(0.0001, 3, clock);
    for (int move = 0; move < 60; move++) {
      assertThat(small.advance()).isTrue();
    }

    assertThat(small.state().liveRows().values()).allMatch(live -> live > 0);
  }
}
