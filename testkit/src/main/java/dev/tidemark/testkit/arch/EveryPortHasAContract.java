package dev.tidemark.testkit.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.tidemark.testkit.contract.Covers;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Every port of core is named by the {@link Covers} of a contract. */
final class EveryPortHasAContract extends ArchCondition<JavaClass> {

  private final AtomicReference<Coverage> coverage = new AtomicReference<>(new Coverage(List.of()));

  EveryPortHasAContract() {
    super("have a contract that covers them, if they are ports");
  }

  @Override
  public void init(Collection<JavaClass> all) {
    coverage.set(new Coverage(all));
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (Conditions.PORT.test(type) && coverage.get().contractsOf(type).isEmpty()) {
      events.add(
          SimpleConditionEvent.violated(
              type, "no contract says @Covers(" + type.getName() + ".class)"));
    }
  }
}
