package dev.tidemark.adapter.quic;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.tidemark.testkit.arch.TestRules;

@AnalyzeClasses(packages = "dev.tidemark")
final class TestArchitectureTest {

  @ArchTest static final ArchTests rules = ArchTests.in(TestRules.class);
}
