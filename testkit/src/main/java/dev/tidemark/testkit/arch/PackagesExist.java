package dev.tidemark.testkit.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Each of these packages has a class in it. */
final class PackagesExist extends ArchCondition<JavaClass> {

  private final Set<String> found = new TreeSet<>();
  private final List<String> expected;

  PackagesExist(List<String> expected) {
    super("leave none of these packages empty: " + String.join(", ", expected));
    this.expected = expected;
  }

  @Override
  public void init(Collection<JavaClass> all) {
    found.clear();
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    found.add(type.getPackageName());
  }

  @Override
  public void finish(ConditionEvents events) {
    for (String each : expected) {
      PackageMatcher matcher = PackageMatcher.of(each);
      if (found.stream().noneMatch(matcher::matches)) {
        events.add(SimpleConditionEvent.violated(each, "there is no class in " + each));
      }
    }
  }
}
