package dev.tidemark.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.snapshot.SnapshotSpec.Table;
import dev.tidemark.core.snapshot.Target.Strategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SnapshotDocumentTest {

  @Test
  void read_documentAndBuilder_meanTheSame() {
    Map<String, Object> document =
        map(
            "public",
            map(
                "tables",
                map(
                    "org", map("columns", List.of("id", "name")),
                    "net", map("where", "status = 'ok'"),
                    "ix", map(),
                    "fac", null),
                "targets",
                List.of(
                    map("name", "edge-1", "endpoint", "edge-1.example:9443"),
                    map("name", "v1", "endpoint", "[2001:db8::7]:1", "strategy", "dbsync"),
                    map("name", "later.one", "strategy", "noop", "enabled", false))),
            "other",
            map("tables", map("org", map())));

    assertThat(SnapshotDocument.read("tidemark.yaml", document))
        .containsExactly(
            new PublishedSnapshot(
                SnapshotSpec.named("public")
                    .table("org", Table.ALL.only("id", "name"))
                    .table("net", Table.ALL.where("status = 'ok'"))
                    .tables("ix", "fac")
                    .build(),
                List.of(
                    new Target("public", "edge-1", Strategy.TIDEMARK, "edge-1.example:9443", true),
                    new Target("public", "v1", Strategy.DBSYNC, "[2001:db8::7]:1", true),
                    new Target("public", "later.one", Strategy.NOOP, "", false))),
            new PublishedSnapshot(SnapshotSpec.named("other").tables("org").build(), List.of()));
  }

  @Test
  void read_nothing_isNoSnapshot() {
    assertThat(SnapshotDocument.read("tidemark.yaml", null)).isEmpty();
    assertThat(SnapshotDocument.read("tidemark.yaml", Map.of())).isEmpty();
  }

  @Test
  void read_everyMistake_isToldAtOnce() {
    Map<String, Object> document =
        map(
            "Public",
            map(
                "table", map(),
                "tables",
                    map("org", map("column", List.of("id")), "net", map("where", 5), "ix", "all"),
                "targets",
                    List.of(
                        map("endpoint", "edge:1"),
                        map("name", "Edge", "endpoint", "edge", "strategy", "tidemrk"),
                        map("name", "e", "endpoint", "edge:1", "enabled", "yes"),
                        map("name", "e", "endpont", "edge:2"),
                        "edge-1")));

    assertThat(problems(document))
        .containsExactly(
            "Public.table: no such entry; expected one of tables, targets; did you mean"
                + " \"tables\"?",
            "\"Public\" is no name of a snapshot: expected a small letter, then small letters,"
                + " digits or -, at most 40 in all",
            "Public.tables.org.column: no such entry; expected one of columns, where; did you mean"
                + " \"columns\"?",
            "Public.tables.net.where: expected text, found 5",
            "Public.tables.ix: expected entries of the form name: value, found all",
            "Public.targets[0].name: expected text, found null",
            "Public.targets[1].name: \"Edge\" is no name of a target: expected a small letter, then"
                + " small letters, digits, - or a dot, at most 40 in all",
            "Public.targets[1].strategy: no such strategy: tidemrk; expected one of tidemark,"
                + " dbsync, noop; did you mean \"tidemark\"?",
            "Public.targets[1].endpoint: expected host:port, such as edge-1.example:9443 or"
                + " [2001:db8::7]:9443, found \"edge\"",
            "Public.targets[2].enabled: expected true or false, found yes",
            "Public.targets[3].endpont: no such entry; expected one of name, endpoint, strategy,"
                + " enabled; did you mean \"endpoint\"?",
            "Public.targets[3].endpoint: expected host:port, such as edge-1.example:9443 or"
                + " [2001:db8::7]:9443, found \"\"",
            "Public.targets[4]: expected entries of the form name: value, found edge-1",
            "Public.targets[4].name: expected text, found null",
            "Public.targets: the name e is there twice");
  }

  @Test
  void read_noEntries_isRefused() {
    assertThat(problems("public"))
        .containsExactly("snapshots: expected entries of the form name: value, found public");
  }

  @Test
  void target_ofWords_isTheSame() {
    assertThat(Target.of("public", "edge-1", "tidemark", "edge:9443", true))
        .isEqualTo(new Target("public", "edge-1", Strategy.TIDEMARK, "edge:9443", true));
  }

  @Test
  void target_everyMistake_isToldAtOnce() {
    InvalidConfigurationException refused =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> Target.of("Public", "e/1", "push", "edge:0", true));

    assertThat(refused.subject()).isEqualTo("target e/1");
    assertThat(refused.problems())
        .hasSize(4)
        .anyMatch(problem -> problem.startsWith("snapshot: \"Public\" is no name of a snapshot"))
        .anyMatch(problem -> problem.startsWith("name: \"e/1\" is no name of a target"))
        .anyMatch(problem -> problem.startsWith("strategy: no such strategy: push"))
        .contains("endpoint: expected a port from 1 to 65535 in \"edge:0\", found 0");
  }

  @Test
  void target_endpointOfNoop_isCheckedIfThereIsOne() {
    assertThat(Target.of("s", "t", "noop", "", true).endpoint()).isEmpty();
    assertThat(
            catchThrowableOfType(
                InvalidConfigurationException.class, () -> Target.of("s", "t", "noop", "x", true)))
        .isNotNull();
  }

  private static List<String> problems(@Nullable Object document) {
    return catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> SnapshotDocument.read("tidemark.yaml", document))
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
