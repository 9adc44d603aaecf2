package dev.tidemark.core.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RollupDocumentTest {

  private static final EntityType ORG =
      EntityType.named("org").key("id").integer("id").text("country").build();
  private static final EntityType NET =
      EntityType.named("net")
          .key("id")
          .integer("id", "org_id", "asn", "prefixes")
          .nullable("asn")
          .text("status")
          .instant("created", Precision.SECONDS)
          .instant("updated", Precision.SECONDS)
          .references("org_id", "org")
          .build();
  private static final Map<String, List<EntityType>> PLACES =
      Map.of(
          "replica", List.of(ORG, NET, ChangesRollup.FEED),
          "reporting", List.of(ORG, NET));

  @Test
  void read_documentAndBuilder_meanTheSame() {
    Map<String, Object> body = networks();
    body.put("bucket", "day");
    body.put("keys", map("status", "status", "country", "org_id.country"));
    body.put(
        "measures",
        map(
            "networks", "count",
            "orgs", "distinct(org_id)",
            "prefixes", "sum( prefixes )",
            "first", "min(created)",
            "last", "max(updated)",
            "unset", "sum(prefixes) where asn is missing"));

    assertThat(read(body))
        .containsExactly(
            new PlacedRollup(
                RollupPlan.of(
                    RollupDefinition.named("networks")
                        .of("net", "created")
                        .per(Bucket.DAY)
                        .key("status", "status")
                        .key("country", "org_id.country")
                        .count("networks")
                        .distinct("orgs", "org_id")
                        .sum("prefixes", "prefixes")
                        .min("first", "created")
                        .max("last", "updated")
                        .sumWhereMissing("unset", "prefixes", "asn")
                        .build(),
                    List.of(ORG, NET)),
                "replica"));
  }

  @Test
  void read_littleSaid_isByTheHourCapturedAndInTheReplica() {
    PlacedRollup read = read(networks()).get(0);

    assertThat(read.place()).isEqualTo("replica");
    assertThat(read.plan().definition().bucket()).isEqualTo(Bucket.HOUR);
    assertThat(read.plan().definition().changes()).isEqualTo(new Changes.Captured());
    assertThat(read.plan().definition().archives()).isFalse();
    assertThat(read.plan().keys()).isEmpty();
  }

  @Test
  void read_severalPlaces_isOneForEach() {
    Map<String, Object> body = networks();
    body.put("on", List.of("reporting", "replica"));

    assertThat(read(body)).extracting(PlacedRollup::place).containsExactly("reporting", "replica");
  }

  @Test
  void read_onePlaceWithoutAList_isThatOne() {
    Map<String, Object> body = networks();
    body.put("on", "reporting");

    assertThat(read(body)).extracting(PlacedRollup::place).containsExactly("reporting");
  }

  @Test
  void read_changesByTime_takesWhatIsSaidAndWhatIsUsual() {
    assertThat(changes(map("time", "updated", "lag", "30s", "at-most", "2h")))
        .isEqualTo(new Changes.ByTime("updated", Duration.ofSeconds(30), Duration.ofHours(2)));
    assertThat(changes(map("time", "updated")))
        .isEqualTo(new Changes.ByTime("updated", Duration.ofMinutes(5), Duration.ofDays(1)));
  }

  @Test
  void read_changesBySequence_takesWhatIsSaidAndWhatIsUsual() {
    assertThat(changes(map("sequence", "id", "at-most", 10)))
        .isEqualTo(new Changes.BySequence("id", 10));
    assertThat(changes(map("sequence", "id"))).isEqualTo(new Changes.BySequence("id", 500_000));
  }

  @Test
  void read_archiving_isOfTheFeedAndItsPlan() {
    Map<String, Object> body = map("source", "_change", "time", "at", "archives", true);
    body.put("measures", map("changes", "count"));

    assertThat(read(body).get(0).plan().definition().archives()).isTrue();
  }

  @Test
  void read_manyMistakes_areToldAtOnceWithWhatWasMeant() {
    Map<String, Object> body = networks();
    body.put("buckets", "day");
    body.put("bucket", "days");
    body.put("keys", map("status", "statsu", "org", "org..name", "none", 7));
    body.put(
        "measures",
        map("n", "counts", "s", "sum", "c", "count(id)", "w", "min(id) where asn is missing"));
    body.put("changes", map("time", "updated", "lag", "5", "at-mots", "1d"));
    body.put("archives", "maybe");
    body.put("on", List.of("replica", "reprting"));

    assertThat(problems(document(body)))
        .containsExactly(
            "networks.buckets: no such entry; expected one of source, time, bucket, keys, measures,"
                + " changes, archives, on; did you mean \"bucket\"?",
            "networks.bucket: no such bucket: days; expected one of hour, day; did you mean \"day\"?",
            "networks.changes.at-mots: no such entry; expected one of time, lag, at-most; did you"
                + " mean \"at-most\"?",
            "networks.changes.lag: expected a duration with a unit, such as 30s, 5m or 1d, found 5",
            "networks.keys.org: expected a field such as agent_id, or task_id.project_id through a"
                + " reference; found \"org..name\"",
            "networks.keys.none: expected text, found 7",
            "networks.measures.n: no such measure: counts; expected one of count, sum, distinct,"
                + " min, max; did you mean \"count\"?",
            expectation("s", "sum"),
            expectation("c", "count(id)"),
            expectation("w", "min(id) where asn is missing"),
            "networks.archives: expected true or false, found maybe",
            "networks.on: no such place: reprting; expected one of replica, reporting; did you mean"
                + " \"reporting\"?",
            "networks.keys.status: net has no field statsu; did you mean \"status\"?");
  }

  private static String expectation(String measure, String found) {
    return "networks.measures.%s: expected count, sum(FIELD), distinct(FIELD), min(FIELD), max(FIELD) or sum(FIELD) where FIELD is missing, found \"%s\""
        .formatted(measure, found);
  }

  @Test
  void read_changesOfTwoKindsOrNone_areRefused() {
    for (Object odd :
        new Object[] {"caught", map("time", "a", "sequence", "b"), map("lag", "5m")}) {
      Map<String, Object> body = networks();
      body.put("changes", odd);

      assertThat(problems(document(body)))
          .singleElement()
          .asString()
          .startsWith("networks.changes: expected captured, {time: FIELD")
          .endsWith("found " + odd);
    }
  }

  @Test
  void read_limitsOfNothing_areRefused() {
    Map<String, Object> one = networks();
    one.put("changes", map("time", "updated", "at-most", "0s"));
    Map<String, Object> other = networks();
    other.put("changes", map("sequence", "id", "at-most", 0));

    assertThat(problems(document(one)))
        .containsExactly("networks.changes.at-most: expected more than 0, found 0s");
    assertThat(problems(document(other)))
        .containsExactly("networks.changes.at-most: expected a whole number, 1 or more, found 0");
  }

  @Test
  void read_sourceThatAPlaceLacks_isRefusedForThatPlace() {
    Map<String, Object> body = map("source", "_change", "time", "at", "on", "reporting");
    body.put("measures", map("changes", "count"));

    assertThat(problems(document(body)))
        .containsExactly("networks.source: no such entity type: _change");
  }

  @Test
  void read_nameThatIsTaken_isRefused() {
    assertThat(problems(map("rollups", map("changes", networks()))))
        .containsExactly(
            "changes: the name belongs to a rollup that is there already; choose another");
  }

  @Test
  void read_sourceAndTimeUnsaid_areToldAndNothingElse() {
    assertThat(problems(document(map())))
        .containsExactly(
            "networks.source: expected text, found null",
            "networks.time: expected text, found null");
  }

  @Test
  void read_noPlaceAtAll_isRefused() {
    Map<String, Object> body = networks();
    body.put("on", List.of());

    assertThat(problems(document(body)))
        .containsExactly("networks.on: expected one place at least, found none");
  }

  @Test
  void read_nothing_isRefused() {
    for (Object nothing : new Object[] {"text", List.of(), Map.of()}) {
      assertThat(problems(nothing)).containsExactly("expected a document with rollups, found none");
    }
    assertThat(problems(null)).containsExactly("expected a document with rollups, found none");
  }

  private static Changes changes(Object said) {
    Map<String, Object> body = networks();
    body.put("changes", said);
    return read(body).get(0).plan().definition().changes();
  }

  private static Map<String, Object> networks() {
    return map("source", "net", "time", "created", "measures", map("networks", "count"));
  }

  private static Map<String, Object> document(Map<String, Object> body) {
    return map("rollups", map("networks", body));
  }

  private static List<PlacedRollup> read(Map<String, Object> body) {
    return RollupDocument.read("r.yaml", document(body), PLACES, Set.of("changes"));
  }

  private static List<String> problems(@Nullable Object document) {
    return catchThrowableOfType(
            InvalidSchemaException.class,
            () -> RollupDocument.read("r.yaml", document, PLACES, Set.of("changes")))
        .problems();
  }

  private static Map<String, Object> map(@Nullable Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return map;
  }
}
