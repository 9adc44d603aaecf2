package dev.tidemark.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tidemark.core.TidemarkException;

/** Rules about core. */
public final class CoreRules {

  @ArchTest
  public static final ArchRule core_depends_on_the_jdk_alone =
      classes()
          .that()
          .resideInAPackage(Packages.CORE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              Packages.CORE,
              "java.lang..",
              "java.util..",
              "java.time..",
              "java.math..",
              "java.nio",
              "java.nio.charset..",
              "java.security..",
              "org.jspecify.annotations..")
          .because("the domain must outlive every technology, and do no input and output itself");

  @ArchTest
  public static final ArchRule core_does_not_log =
      noClasses()
          .that()
          .resideInAPackage(Packages.CORE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.slf4j..")
          .because("core returns results and tells events; a log is one of their listeners");

  @ArchTest
  public static final ArchRule features_of_core_form_no_cycles =
      slices()
          .matching("dev.tidemark.core.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a feature that can be read alone can be understood alone");

  @ArchTest
  public static final ArchRule spi_holds_interfaces_and_values_alone =
      classes()
          .that()
          .resideInAPackage(Packages.SPI)
          .and()
          .areTopLevelClasses()
          .should(Conditions.beInterfacesRecordsOrEnums())
          .because("behaviour in a port would bind every adapter to it");

  @ArchTest
  public static final ArchRule throwables_of_core_are_one_family =
      classes()
          .that()
          .resideInAPackage(Packages.CORE)
          .and()
          .areAssignableTo(Throwable.class)
          .should()
          .beAssignableTo(TidemarkException.class)
          .because("callers decide by one closed family, with retryable() and code()");

  @ArchTest
  public static final ArchRule fields_of_core_are_final =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(Packages.CORE)
          .and()
          .areDeclaredInClassesThat()
          .haveSimpleNameNotEndingWith("Builder")
          .should()
          .beFinal()
          .because("values are shared freely; only a builder, which is not shared, gathers");

  @ArchTest
  public static final ArchRule records_of_core_hold_values_that_cannot_change =
      classes()
          .that()
          .resideInAPackage(Packages.CORE)
          .and()
          .areRecords()
          .should(Conditions.haveImmutableComponents())
          .because("a record is a value: nobody may change it from outside");

  @ArchTest
  public static final ArchRule every_port_has_a_contract =
      classes()
          .should(new EveryPortHasAContract())
          .because("what no contract says, two adapters will do differently");

  private CoreRules() {}
}
