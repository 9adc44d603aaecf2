package dev.tidemark.testkit.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule finds what was planted for it, and no rule is without proof. */
final class PlantedViolationsTest {

  private static final Map<String, String> PLANTED =
      Map.ofEntries(
          Map.entry("core_depends_on_the_jdk_alone", "core.planted.Reads"),
          Map.entry("core_does_not_log", "core.planted.Logs"),
          Map.entry("features_of_core_form_no_cycles", "core.plantedchicken.Chicken"),
          Map.entry("spi_holds_interfaces_and_values_alone", "core.planted.spi.Behaves"),
          Map.entry("throwables_of_core_are_one_family", "core.planted.StrangerException"),
          Map.entry("fields_of_core_are_final", "core.planted.Counts.count"),
          Map.entry("records_of_core_hold_values_that_cannot_change", "core.planted.Changeable"),
          Map.entry("every_port_has_a_contract", "core.planted.spi.Unproved"),
          Map.entry("only_the_application_knows_adapters", "core.planted.KnowsAnAdapter"),
          Map.entry("nobody_knows_the_application", "core.planted.KnowsTheApplication"),
          Map.entry("internals_stay_in_their_module", "adapter.plantedleft.Nosy"),
          Map.entry("only_modules_know_guice", "core.planted.KnowsGuice"),
          Map.entry("only_the_database_adapters_know_sql", "core.planted.KnowsSql"),
          Map.entry("only_the_application_reads_the_clock", "core.planted.ReadsTheClock"),
          Map.entry("nobody_sleeps", "core.planted.Sleeps"),
          Map.entry("nobody_borrows_the_common_pool", "core.planted.Borrows"),
          Map.entry("only_the_application_makes_threads", "core.planted.MakesThreads"),
          Map.entry("no_public_method_throws_sql_exceptions", "core.planted.KnowsSql.close"),
          Map.entry("every_class_is_in_a_null_marked_package", "core.plantedunmarked.Unmarked"),
          Map.entry("only_the_application_prints", "core.planted.Prints"),
          Map.entry("nobody_throws_generic_exceptions", "core.planted.ThrowsAnything"),
          Map.entry("nobody_injects_fields", "core.planted.InjectsFields.field"),
          Map.entry("nobody_uses_old_dates", "core.planted.UsesOldDates"),
          Map.entry("nobody_uses_java_util_logging", "core.planted.UsesJavaLogging"),
          Map.entry("adapters_do_not_know_each_other", "adapter.plantedleft.Nosy"),
          Map.entry("adapters_export_modules_and_configs_alone", "adapter.plantedright.Exported"),
          Map.entry("adapters_hide_what_implements_a_port", "adapter.plantedright.UnprovedAdapter"),
          Map.entry("every_package_that_a_rule_names_exists", "adapter.sqlite.."),
          Map.entry("tests_do_not_sleep", "core.planted.Sleeps"),
          Map.entry(
              "every_adapter_passes_the_contract_of_its_port",
              "adapter.plantedright.UnprovedAdapter"));

  private static JavaClasses planted = new ClassFileImporter().importClasses();

  /** The planted classes are copied out of the tests, so that they count as shipped ones. */
  @BeforeAll
  static void importPlanted(@TempDir Path shipped) throws IOException {
    JavaClasses tests = new ClassFileImporter().importPackages("dev.tidemark");
    for (JavaClass each : tests) {
      if (each.getPackageName().contains(".planted")) {
        copy(each, shipped);
      }
    }
    planted = new ClassFileImporter().importPath(shipped);
  }

  @Test
  void everyRule_hasAPlantedViolation() {
    assertThat(PLANTED).containsOnlyKeys(rules().keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void rule_onItsPlantedViolation_failsAndNamesIt(String rule) {
    EvaluationResult result = rules().get(rule).evaluate(planted);

    assertThat(result.hasViolation()).as(rule).isTrue();
    assertThat(result.getFailureReport().getDetails())
        .anyMatch(detail -> detail.contains("dev.tidemark." + PLANTED.get(rule)));
    assertThat(result.getFailureReport().toString()).contains("because");
  }

  /** What one condition would find, the others of the same rule must find too. */
  @Test
  void clockAndRecordRules_findEveryKind() {
    assertThat(details("only_the_application_reads_the_clock"))
        .anyMatch(detail -> detail.contains("Instant.now()"))
        .anyMatch(detail -> detail.contains("Clock.systemUTC()"))
        .anyMatch(detail -> detail.contains("System.nanoTime()"))
        .anyMatch(detail -> detail.contains("System.currentTimeMillis()"));
    assertThat(details("records_of_core_hold_values_that_cannot_change"))
        .anyMatch(detail -> detail.endsWith("numbers can change"))
        .anyMatch(detail -> detail.endsWith("names can change"))
        .anyMatch(detail -> detail.endsWith("count can change"));
  }

  private static Stream<String> details(String rule) {
    return rules().get(rule).evaluate(planted).getFailureReport().getDetails().stream();
  }

  static Stream<String> names() {
    return rules().keySet().stream();
  }

  private static Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new TreeMap<>();
    Stream.of(
            CoreRules.class,
            EdgeRules.class,
            CodingRules.class,
            AdapterRules.class,
            CompletenessRules.class,
            TestRules.class)
        .flatMap(holder -> Arrays.stream(holder.getDeclaredFields()))
        .filter(field -> Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
        .forEach(field -> rules.put(field.getName(), rule(field)));
    return rules;
  }

  private static ArchRule rule(Field field) {
    try {
      return (ArchRule) field.get(null);
    } catch (IllegalAccessException hidden) {
      throw new AssertionError(field + " is hidden", hidden);
    }
  }

  private static void copy(JavaClass type, Path to) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    Path file = to.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream bytes =
        PlantedViolationsTest.class.getClassLoader().getResourceAsStream(name)) {
      Files.copy(bytes, file);
    }
  }
}
