package dev.tidemark.testkit.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/** The packages that rules name, with everything below them. */
final class Packages {

  static final String CORE = "dev.tidemark.core..";
  static final String SPI = "dev.tidemark.core..spi..";
  static final String ADAPTER = "dev.tidemark.adapter..";
  static final String SQLITE = "dev.tidemark.adapter.sqlite..";
  static final String MYSQL = "dev.tidemark.adapter.mysql..";
  static final String HTTP = "dev.tidemark.adapter.http..";
  static final String QUIC = "dev.tidemark.adapter.quic..";
  static final String ASSEMBLY = "dev.tidemark.assembly..";
  static final String TESTKIT = "dev.tidemark.testkit..";
  static final String TEST_MYSQL = "dev.tidemark.testkit.mysql..";
  static final String APP = "dev.tidemark.app..";
  static final String BENCH = "dev.tidemark.bench..";

  /** Those that the application must see; the benchmarks stand outside of it. */
  static final List<String> SHIPPED =
      List.of(CORE, SPI, SQLITE, MYSQL, HTTP, QUIC, ASSEMBLY, TESTKIT, TEST_MYSQL, APP);

  private Packages() {}

  /**
   * The root package of the module that a class is in, such as {@code dev.tidemark.adapter.sqlite}.
   */
  static String moduleOf(JavaClass type) {
    String[] names = type.getPackageName().split("\\.");
    int depth = names.length > 3 && names[2].equals("adapter") ? 4 : 3;
    return String.join(".", List.of(names).subList(0, Math.min(depth, names.length)));
  }
}
