package dev.tidemark.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rules about the rules, for the module that sees everything. */
public final class CompletenessRules {

  @ArchTest
  public static final ArchRule every_package_that_a_rule_names_exists =
      classes()
          .should(new PackagesExist(Packages.SHIPPED))
          .because("a rule against what is not there can never fail");

  private CompletenessRules() {}
}
