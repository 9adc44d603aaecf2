package dev.tidemark.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Rules that speak of tests, so the classes must be imported with their tests:
 *
 * <pre>
 * &#64;AnalyzeClasses(packages = "dev.tidemark")
 * final class TestArchitectureTest {
 *   &#64;ArchTest static final ArchTests rules = ArchTests.in(TestRules.class);
 * }
 * </pre>
 *
 * <p>For adapters, in whose modules both the adapter and its tests are seen.
 */
public final class TestRules {

  @ArchTest
  public static final ArchRule tests_do_not_sleep =
      noClasses()
          .should()
          .callMethodWhere(Calls.SLEEP)
          .because("a test that sleeps is slow on a fast machine and fails on a slow one");

  @ArchTest
  public static final ArchRule every_adapter_passes_the_contract_of_its_port =
      classes()
          .should(new EveryAdapterPassesItsContract())
          .because("an adapter is one only if it does what the port says");

  private TestRules() {}
}
