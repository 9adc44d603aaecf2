package dev.tidemark.testkit.arch;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Whatever implements a port in an adapter has a test beside it that runs the port's contract. */
final class EveryAdapterPassesItsContract extends ArchCondition<JavaClass> {

  private final AtomicReference<Coverage> coverage = new AtomicReference<>(new Coverage(List.of()));

  EveryAdapterPassesItsContract() {
    super("have a test in their module that runs the contract of the port that they implement");
  }

  @Override
  public void init(Collection<JavaClass> all) {
    coverage.set(new Coverage(all));
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (type.getPackageName().startsWith("dev.tidemark.adapter.") && !isTest(type)) {
      type.getAllRawInterfaces().stream()
          .filter(Conditions.PORT)
          .filter(port -> !coverage.get().isProved(port, type))
          .forEach(port -> events.add(unproved(type, port)));
    }
  }

  /** Tests may play at being a port as they like. */
  private static boolean isTest(JavaClass type) {
    return type.getSource()
        .filter(source -> !DO_NOT_INCLUDE_TESTS.includes(Location.of(source.getUri())))
        .isPresent();
  }

  private static ConditionEvent unproved(JavaClass type, JavaClass port) {
    return SimpleConditionEvent.violated(
        type,
        "%s implements %s, but no test in %s runs its contract"
            .formatted(type.getName(), port.getName(), Packages.moduleOf(type)));
  }
}
