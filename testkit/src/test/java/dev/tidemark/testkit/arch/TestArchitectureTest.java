package dev.tidemark.testkit.arch;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;

@AnalyzeClasses(
    packages = "dev.tidemark",
    importOptions = TestArchitectureTest.DoNotIncludePlanted.class)
final class TestArchitectureTest {

  @ArchTest static final ArchTests rules = ArchTests.in(TestRules.class);

  static final class DoNotIncludePlanted implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return !location.contains("planted");
    }
  }
}
