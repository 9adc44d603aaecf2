package dev.tidemark.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rules about which module may know which, and which technology. */
public final class EdgeRules {

  @ArchTest
  public static final ArchRule only_the_application_knows_adapters =
      noClasses()
          .that()
          .resideOutsideOfPackages(Packages.ADAPTER, Packages.APP, Packages.BENCH)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(Packages.ADAPTER)
          .because("whoever knows an adapter cannot have another one in its place");

  @ArchTest
  public static final ArchRule nobody_knows_the_application =
      noClasses()
          .that()
          .resideOutsideOfPackages(Packages.APP, Packages.BENCH)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(Packages.APP)
          .because("the application is put together from the modules, and not the reverse");

  @ArchTest
  public static final ArchRule internals_stay_in_their_module =
      classes()
          .should(Conditions.notUseInternalsOfOtherModules())
          .because("internal says that it may change without a word");

  @ArchTest
  public static final ArchRule only_modules_know_guice =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Module")
          .and()
          .resideOutsideOfPackages(Packages.ASSEMBLY, Packages.APP, Packages.BENCH)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.inject..")
          .because("a class that is built by hand in a test needs no injector in production");

  @ArchTest
  public static final ArchRule only_the_database_adapters_know_sql =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              Packages.SQLITE, Packages.MYSQL, Packages.TEST_MYSQL, Packages.BENCH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "javax.sql..",
              "org.jooq..",
              "org.sqlite..",
              "org.flywaydb..",
              "com.mysql..",
              "com.zaxxer..")
          .because("a database is a detail of the adapter that speaks to it");

  private EdgeRules() {}
}
