package dev.tidemark.testkit.arch;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;

/**
 * The rules that every module runs over all classes that it sees:
 *
 * <pre>
 * &#64;AnalyzeClasses(packages = "dev.tidemark", importOptions = DoNotIncludeTests.class)
 * final class ArchitectureTest {
 *   &#64;ArchTest static final ArchTests rules = ArchTests.in(ArchitectureRules.class);
 * }
 * </pre>
 *
 * <p>They speak of core, which every module sees, or of all classes at once, so none of them can
 * find nothing to check. Rules about adapters would, where there are none: an adapter and the
 * application run {@link AdapterRules} too. The application, which sees everything, also runs
 * {@link CompletenessRules}, so that no rule speaks of a package that is not there. What tests must
 * keep is in {@link TestRules}.
 */
public final class ArchitectureRules {

  @ArchTest public static final ArchTests core = ArchTests.in(CoreRules.class);
  @ArchTest public static final ArchTests edges = ArchTests.in(EdgeRules.class);
  @ArchTest public static final ArchTests coding = ArchTests.in(CodingRules.class);

  private ArchitectureRules() {}
}
