package dev.tidemark.adapter.quic;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.tidemark.testkit.arch.AdapterRules;
import dev.tidemark.testkit.arch.ArchitectureRules;

@AnalyzeClasses(packages = "dev.tidemark", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest static final ArchTests rules = ArchTests.in(ArchitectureRules.class);
  @ArchTest static final ArchTests adapters = ArchTests.in(AdapterRules.class);
}
