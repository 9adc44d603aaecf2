package dev.tidemark.testkit.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.tidemark.testkit.contract.Covers;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Which of the imported classes prove a port. */
final class Coverage {

  private final List<JavaClass> contracts;
  private final Collection<JavaClass> all;

  Coverage(Collection<JavaClass> all) {
    this.all = List.copyOf(all);
    this.contracts = all.stream().filter(type -> type.isAnnotatedWith(Covers.class)).toList();
  }

  /** The contracts that say that they cover this port. */
  List<JavaClass> contractsOf(JavaClass port) {
    return contracts.stream().filter(contract -> covers(contract, port)).toList();
  }

  /** Whether a class of the same module runs a contract of this port. */
  boolean isProved(JavaClass port, JavaClass adapter) {
    String module = Packages.moduleOf(adapter);
    return contractsOf(port).stream()
        .anyMatch(
            contract ->
                all.stream()
                    .filter(type -> Packages.moduleOf(type).equals(module))
                    .anyMatch(type -> type.isAssignableTo(contract.getName())));
  }

  private static boolean covers(JavaClass contract, JavaClass port) {
    return Arrays.stream(contract.getAnnotationOfType(Covers.class).value())
        .anyMatch(port::isEquivalentTo);
  }
}
