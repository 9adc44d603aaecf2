package dev.tidemark.testkit.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A definition fits its types, or everything is said that does not. */
final class RollupCheckTest {

  private static final String NAMES =
      "expected a small letter, then small letters, digits or _, at most ";

  private static RollupDefinition.Builder usage(String name) {
    return RollupDefinition.named(name).of("usage", "created_at");
  }

  private static RollupDefinition.Builder usage() {
    return usage("r").count("n");
  }

  private static RollupDefinition.Builder log() {
    return RollupDefinition.named("r").of("log", "at").archiving().count("n");
  }

  private static Changes byTime(String field) {
    return new Changes.ByTime(field, Duration.ZERO, Duration.ofDays(1));
  }

  private static RollupPlan plan(RollupDefinition.Builder definition) {
    return RollupPlan.of(definition.build(), UsageSchema.TYPES);
  }

  private static void assertProblems(RollupDefinition.Builder definition, String... problems) {
    assertThatThrownBy(() -> plan(definition))
        .asInstanceOf(type(InvalidSchemaException.class))
        .satisfies(invalid -> assertThat(invalid.problems()).containsExactly(problems));
  }

  @Test
  void name_notOne_isAProblem() {
    String of30 = "a".repeat(30);
    assertThat(plan(usage(of30).count("n")).name()).isEqualTo(of30);
    for (String name : List.of("", "Usage", "1st", "_x", "a-b", of30 + "a")) {
      assertProblems(
          usage(name).count("n"), "name: " + NAMES + "30 in all; found \"" + name + "\"");
    }
  }

  @Test
  void column_notAName_isAProblem() {
    String of40 = "a".repeat(40);
    plan(usage("r").count(of40).key("k2_", "provider"));
    assertProblems(
        usage("r").key("K", "provider").count(of40 + "a"),
        "K: " + NAMES + "40 in all",
        of40 + "a: " + NAMES + "40 in all");
  }

  @Test
  void column_takenByAnotherOrTheStore_isAProblem() {
    assertProblems(
        usage()
            .key("bucket", "provider")
            .key("seq", "provider")
            .key("noted_at", "model")
            .key("n", "model")
            .sum("noted_at", "input"),
        "bucket: the name is taken; choose another",
        "seq: the name is taken; choose another",
        "noted_at: the name is taken; choose another",
        "n: the name is taken; choose another",
        "noted_at: the name is taken; choose another");
  }

  @Test
  void measures_none_isAProblem() {
    assertProblems(usage("r"), "measures: expected one at least, found none");
  }

  @Test
  void source_unknown_isSaidWithWhatWasMeantAndWithTheNames() {
    assertProblems(
        RollupDefinition.named("R").of("usages", "created_at"),
        "name: " + NAMES + "30 in all; found \"R\"",
        "measures: expected one at least, found none",
        "source: no such entity type: usages; did you mean \"usage\"?");
    assertProblems(
        RollupDefinition.named("r").of("weather", "x").count("n"),
        "source: no such entity type: weather");
  }

  @Test
  void time_unknownOrNoInstant_isAProblem() {
    assertProblems(
        RollupDefinition.named("r").of("usage", "created").count("n"),
        "time: usage has no field created");
    assertProblems(
        RollupDefinition.named("r").of("usage", "created_a").count("n"),
        "time: usage has no field created_a; did you mean \"created_at\"?");
    assertProblems(
        RollupDefinition.named("r").of("usage", "input").count("n"),
        "time: expected input of the types [INSTANT], found "
            + field(UsageSchema.USAGE, "input").signature());
  }

  @Test
  void changes_unknownOrOfAnotherType_isAProblem() {
    assertProblems(
        usage().changed(byTime("update_at")),
        "changes: usage has no field update_at; did you mean \"updated_at\"?");
    assertProblems(
        usage().changed(byTime("input")),
        "changes: expected input of the types [INSTANT], found "
            + field(UsageSchema.USAGE, "input").signature());
    assertProblems(
        usage().changed(new Changes.BySequence("created_at", 1)),
        "changes: expected created_at of the types [INTEGER], found "
            + field(UsageSchema.USAGE, "created_at").signature());
    plan(usage().changed(new Changes.BySequence("id", 1)));
    plan(usage().changed(byTime("updated_at")));
  }

  @Test
  void archives_byTimeOrCountingDifferentValues_areProblems() {
    assertProblems(
        log().changed(byTime("at")).distinct("agents", "agent_id"),
        "archives: what is removed cannot be told from what is not committed yet, where changes are found by a time",
        "measures.agents: how many values differ cannot be told once their rows are archived; leave it out");
    plan(log().changed(new Changes.BySequence("seq", 1)));
    plan(log());
  }

  @Test
  void key_unknownFieldAlongItsPath_isAProblem() {
    assertProblems(
        usage().key("k", "providr"),
        "keys.k: usage has no field providr; did you mean \"provider\"?");
    assertProblems(
        usage().key("k", "task_id.agent_id.workspce"),
        "keys.k: agent has no field workspce; did you mean \"workspace\"?");
  }

  @Test
  void key_throughWhatIsNoReference_isAProblem() {
    assertProblems(
        usage().key("k", "provider.name").sum("s", "task_id.id.input"),
        "keys.k: provider of usage is no reference that always holds, of one field, to a known type",
        "measures.s: id of task is no reference that always holds, of one field, to a known type");
  }

  @Test
  void key_throughAReferenceToATypeThatIsNotKnown_isAProblem() {
    assertThatThrownBy(
            () ->
                RollupPlan.of(
                    usage().key("k", "task_id.agent_id").build(), List.of(UsageSchema.USAGE)))
        .hasMessageContaining("task_id of usage is no reference that always holds");
  }

  @Test
  void key_ofAFraction_isAProblem() {
    assertProblems(
        log().key("k", "ratio"),
        "keys.k: expected ratio of the types [BOOLEAN, INSTANT, INTEGER, TEXT], found "
            + field(UsageSchema.LOG, "ratio").signature());
  }

  @Test
  void measure_ofATypeThatDoesNotAddUp_isAProblem() {
    String ratio = field(UsageSchema.LOG, "ratio").signature();
    String kind = field(UsageSchema.LOG, "kind").signature();
    String failed = field(UsageSchema.LOG, "failed").signature();
    assertProblems(
        RollupDefinition.named("r")
            .of("log", "at")
            .sum("a", "ratio")
            .sumWhereMissing("b", "ratio", "kind")
            .min("c", "kind")
            .max("d", "failed")
            .distinct("e", "ratio"),
        "measures.a: expected ratio of the types [INTEGER], found " + ratio,
        "measures.b: expected ratio of the types [INTEGER], found " + ratio,
        "measures.c: expected kind of the types [INSTANT, INTEGER, REAL], found " + kind,
        "measures.d: expected failed of the types [INSTANT, INTEGER, REAL], found " + failed,
        "measures.e: expected ratio of the types [BOOLEAN, INSTANT, INTEGER, TEXT], found "
            + ratio);
    plan(log().min("f", "ratio").max("g", "at").sumWhereMissing("h", "amount", "ratio"));
  }

  @Test
  void measure_unknownFieldOrCondition_isAProblem() {
    assertProblems(
        usage().sum("a", "inputs").sumWhereMissing("b", "input", "costs"),
        "measures.a: usage has no field inputs; did you mean \"input\"?",
        "measures.b: usage has no field costs; did you mean \"cost\"?");
  }

  @Test
  void everything_wrongAtOnce_isSaidAtOnce() {
    assertProblems(
        RollupDefinition.named("R")
            .of("usage", "input")
            .changed(byTime("nothing_like_it"))
            .key("k", "providr")
            .sum("k", "model"),
        "name: " + NAMES + "30 in all; found \"R\"",
        "k: the name is taken; choose another",
        "time: expected input of the types [INSTANT], found "
            + field(UsageSchema.USAGE, "input").signature(),
        "changes: usage has no field nothing_like_it",
        "keys.k: usage has no field providr; did you mean \"provider\"?",
        "measures.k: expected model of the types [INTEGER], found "
            + field(UsageSchema.USAGE, "model").signature());
    assertThatThrownBy(() -> plan(usage("R").count("n"))).hasMessageContaining("rollup R");
  }

  private static Field field(EntityType type, String name) {
    return type.field(name).orElseThrow();
  }

  @Test
  void joins_ofSeveralPaths_areSharedAndInOrder() {
    RollupPlan plan = UsageRollup.CAPTURED.plan();

    assertThat(plan.joins())
        .extracting(each -> each.alias() + " " + each.from() + "." + each.field())
        .containsExactly("j1 e.task_id", "j2 j1.agent_id", "j3 j1.issue_id");
    assertThat(plan.joins())
        .extracting(each -> each.target().name() + "." + each.targetKey())
        .containsExactly("task.id", "agent.id", "issue.id");
    assertThat(plan.keys())
        .extracting(each -> each.alias() + "." + each.field().name())
        .containsExactly("j2.workspace", "j1.agent_id", "j3.project_id", "e.provider", "e.model");
    assertThat(plan.keys())
        .extracting(RollupPlan.Place::isOfSource)
        .containsExactly(false, false, false, true, true);
  }

  @Test
  void fields_ofEachAlias_areThoseOnWhichCellsDepend() {
    RollupPlan plan = UsageRollup.CAPTURED.plan();

    assertThat(plan.placing(RollupPlan.SOURCE))
        .containsExactly("created_at", "task_id", "provider", "model");
    assertThat(plan.fieldsOf(RollupPlan.SOURCE))
        .containsExactly("created_at", "task_id", "provider", "model", "input", "cost");
    assertThat(plan.placing("j1")).containsExactly("agent_id", "issue_id");
    assertThat(plan.fieldsOf("j3")).containsExactly("project_id");
  }

  @Test
  void columns_ofKeysAndMeasures_areNullableAsTheirValuesAre() {
    RollupPlan plan = LogRollup.CAPTURED.plan();

    assertThat(plan.keyFields())
        .allMatch(Field::nullable)
        .extracting(Field::name)
        .containsExactly("workspace", "kind", "failed");
    assertThat(plan.measureFields())
        .extracting(each -> each.name() + " " + each.type() + " " + each.nullable())
        .containsExactly(
            "events INTEGER false",
            "amount INTEGER false",
            "unrated INTEGER false",
            "first INSTANT true",
            "least INTEGER true",
            "highest REAL true");
  }

  @Test
  void equals_whatMakesADifferenceToWhatWasComputed_isTold() {
    RollupPlan plan = plan(usage().changed(byTime("updated_at")));
    Changes later = new Changes.ByTime("updated_at", Duration.ofMinutes(9), Duration.ofDays(3));

    assertThat(plan(usage().changed(later))).as("a lag").isEqualTo(plan).hasSameHashCodeAs(plan);
    assertThat(plan)
        .isNotEqualTo(plan(usage()))
        .isNotEqualTo(plan(usage().changed(byTime("created_at"))))
        .isNotEqualTo(plan(usage().changed(new Changes.BySequence("id", 1))))
        .isNotEqualTo(plan(usage().changed(byTime("updated_at")).key("k", "model")))
        .isNotEqualTo(plan(usage().changed(byTime("updated_at")).sum("s", "input")))
        .isNotEqualTo(plan.signature());
    assertThat(plan(log()))
        .isNotEqualTo(plan(RollupDefinition.named("r").of("log", "at").count("n")));
    assertThat(RollupBench.perDay()).isNotEqualTo(UsageRollup.CAPTURED.plan());
  }

  /** The type of a column is part of what was computed. */
  @Test
  void equals_measuredFieldOfAnotherType_isTold() {
    assertThat(measured(EntityType.named("t").key("id").integer("id", "v")))
        .isNotEqualTo(measured(EntityType.named("t").key("id").integer("id").real("v")));
  }

  private static RollupPlan measured(EntityType.Builder type) {
    return RollupPlan.of(
        RollupDefinition.named("r").of("t", "at").max("most", "v").build(),
        List.of(type.instant("at", Precision.MILLIS).build()));
  }
}
