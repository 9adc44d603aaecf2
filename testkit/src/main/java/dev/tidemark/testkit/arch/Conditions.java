package dev.tidemark.testkit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What rules ask of a class. */
final class Conditions {

  /** A port that is sealed is no port but a closed set of values. */
  static final DescribedPredicate<JavaClass> PORT =
      resideInAPackage(Packages.SPI)
          .and(describe("an interface", Conditions::isInterface))
          .and(describe("not sealed", type -> !type.reflect().isSealed()))
          .as("a port");

  static final DescribedPredicate<JavaClass> IMPLEMENT_A_PORT =
      describe("implement a port", type -> type.getAllRawInterfaces().stream().anyMatch(PORT));

  private Conditions() {}

  private static boolean isInterface(JavaClass type) {
    return type.isInterface() && !type.getSimpleName().equals("package-info");
  }

  static ArchCondition<JavaClass> beInterfacesRecordsOrEnums() {
    return Each.of(
        "be interfaces, records or enums",
        type ->
            type.isInterface() || type.isRecord() || type.isEnum()
                ? Stream.empty()
                : Stream.of("it is a class"));
  }

  static ArchCondition<JavaClass> beGuiceModulesOrConfigs() {
    return Each.of(
        "be Guice modules or configs",
        type ->
            type.isAssignableTo("com.google.inject.Module")
                    || type.getSimpleName().endsWith("Config")
                ? Stream.empty()
                : Stream.of("it is neither"));
  }

  static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return Each.of(
        "be in a @NullMarked package",
        type ->
            type.getPackage().isAnnotatedWith(NullMarked.class)
                ? Stream.empty()
                : Stream.of("its package-info says nothing of null"));
  }

  static ArchCondition<JavaClass> haveImmutableComponents() {
    return Each.of(
        "have immutable components",
        type ->
            type.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .filter(Conditions::isMutable)
                .map(field -> field.getName() + " can change"));
  }

  /** Interfaces of collections may be immutable copies; their usual classes never are. */
  private static boolean isMutable(JavaField component) {
    JavaClass type = component.getRawType();
    boolean collection =
        (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class))
            && !type.isInterface();
    return type.isArray()
        || collection
        || type.isAssignableTo(StringBuilder.class)
        || type.getPackageName().equals("java.util.concurrent.atomic");
  }

  static ArchCondition<JavaClass> notUseInternalsOfOtherModules() {
    return Each.of(
        "not use internals of other modules",
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .filter(Conditions::isForeignInternal)
                .map(Dependency::getDescription));
  }

  private static boolean isForeignInternal(Dependency dependency) {
    JavaClass target = dependency.getTargetClass();
    return target.getPackageName().startsWith("dev.tidemark.")
        && (target.getPackageName() + ".").contains(".internal.")
        && !Packages.moduleOf(target).equals(Packages.moduleOf(dependency.getOriginClass()));
  }
}
