package dev.tidemark.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.OLD_DATE_AND_TIME_CLASSES_SHOULD_NOT_BE_USED;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rules about every class, wherever it is. */
public final class CodingRules {

  @ArchTest
  public static final ArchRule only_the_application_reads_the_clock =
      noClasses()
          .that()
          .resideOutsideOfPackages(Packages.APP, Packages.BENCH)
          .should()
          .callMethodWhere(Calls.READ_AMBIENT_TIME)
          .because("time is handed in as a java.time.Clock, so that a test can move it");

  @ArchTest
  public static final ArchRule nobody_sleeps =
      noClasses()
          .should()
          .callMethodWhere(Calls.SLEEP)
          .because("what waits for something waits for it, and not for a guess");

  @ArchTest
  public static final ArchRule nobody_borrows_the_common_pool =
      noClasses()
          .should()
          .callMethodWhere(Calls.COMMON_POOL)
          .because("executors are handed in by whoever can stop them");

  @ArchTest
  public static final ArchRule only_the_application_makes_threads =
      noClasses()
          .that()
          .resideOutsideOfPackage(Packages.APP)
          .should()
          .callConstructorWhere(Calls.NEW_THREAD)
          .because("threads belong to whoever starts and stops the process");

  @ArchTest
  public static final ArchRule no_public_method_throws_sql_exceptions =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should()
          .notDeclareThrowableOfType("java.sql.SQLException")
          .because("an adapter translates what its driver throws");

  @ArchTest
  public static final ArchRule every_class_is_in_a_null_marked_package =
      classes()
          .should(Conditions.beInANullMarkedPackage())
          .because("null is then only where @Nullable says so");

  @ArchTest
  public static final ArchRule only_the_application_prints =
      noClasses()
          .that()
          .resideOutsideOfPackages(Packages.APP, Packages.BENCH)
          .should(ACCESS_STANDARD_STREAMS)
          .because("a library does not know whether anybody looks");

  @ArchTest
  public static final ArchRule nobody_throws_generic_exceptions =
      NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.because(
          "nobody can catch them without catching everything");

  @ArchTest
  public static final ArchRule nobody_injects_fields =
      NO_CLASSES_SHOULD_USE_FIELD_INJECTION.because("what a class needs is in its constructor");

  @ArchTest
  public static final ArchRule nobody_uses_old_dates =
      OLD_DATE_AND_TIME_CLASSES_SHOULD_NOT_BE_USED.because("java.time is exact and immutable");

  @ArchTest
  public static final ArchRule nobody_uses_java_util_logging =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..")
          .because("there is one log, SLF4J, and one place to configure it");

  private CodingRules() {}
}
