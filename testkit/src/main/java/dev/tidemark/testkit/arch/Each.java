package dev.tidemark.testkit.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Function;
import java.util.stream.Stream;

/** A condition that looks at one class at a time and lists what is wrong with it. */
final class Each extends ArchCondition<JavaClass> {

  private final Function<JavaClass, Stream<String>> problems;

  private Each(String description, Function<JavaClass, Stream<String>> problems) {
    super(description);
    this.problems = problems;
  }

  static ArchCondition<JavaClass> of(
      String description, Function<JavaClass, Stream<String>> problems) {
    return new Each(description, problems);
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    problems
        .apply(type)
        .forEach(
            problem ->
                events.add(
                    SimpleConditionEvent.violated(type, type.getDescription() + ": " + problem)));
  }
}
