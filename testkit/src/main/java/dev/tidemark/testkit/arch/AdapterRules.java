package dev.tidemark.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rules about adapters, for modules that see one. */
public final class AdapterRules {

  @ArchTest
  public static final ArchRule adapters_do_not_know_each_other =
      slices()
          .matching("dev.tidemark.adapter.(*)..")
          .should()
          .notDependOnEachOther()
          .because("an application takes the adapters that it wants, and no others");

  @ArchTest
  public static final ArchRule adapters_export_modules_and_configs_alone =
      classes()
          .that()
          .resideInAPackage(Packages.ADAPTER)
          .and()
          .areTopLevelClasses()
          .and()
          .arePublic()
          .should(Conditions.beGuiceModulesOrConfigs())
          .because("what is public is used, and what is used can no longer change");

  @ArchTest
  public static final ArchRule adapters_hide_what_implements_a_port =
      classes()
          .that()
          .resideInAPackage(Packages.ADAPTER)
          .and()
          .areNotAnonymousClasses()
          .and(Conditions.IMPLEMENT_A_PORT)
          .should()
          .notBePublic()
          .andShould()
          .haveModifier(JavaModifier.FINAL)
          .because("it is known by its port, and extended by nobody");

  private AdapterRules() {}
}
