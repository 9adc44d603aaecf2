package dev.tidemark.app.cli;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.NearMiss;
import dev.tidemark.core.schema.Schema;
import java.util.List;
import picocli.CommandLine.Option;

/** The option of every command that compares. */
final class MirrorTables {

  @Option(
      names = "--table",
      paramLabel = "T",
      description = "Only this one, by the name of its type; can be given more than once.")
  private List<String> tables = List.of();

  /**
   * The types that are meant, in the order of the schema.
   *
   * @throws InvalidConfigurationException if one is unknown
   */
  List<EntityType> of(Schema schema) {
    List<String> known = schema.types().stream().map(EntityType::name).toList();
    List<String> problems =
        tables.stream()
            .filter(each -> !known.contains(each))
            .map(each -> each + ": no such type" + NearMiss.hint(each, known))
            .toList();
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("--table", problems);
    }
    return schema.types().stream()
        .filter(each -> tables.isEmpty() || tables.contains(each.name()))
        .toList();
  }
}
