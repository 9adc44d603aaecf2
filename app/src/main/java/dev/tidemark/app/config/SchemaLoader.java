package dev.tidemark.app.config;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.schema.NearMiss;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.schema.SchemaDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the schema that the configuration names. */
public final class SchemaLoader {

  /** The name of the schema that comes with the application. */
  public static final String SHIPPED = "peeringdb";

  private SchemaLoader() {}

  /**
   * The schema of this name, or in this file.
   *
   * @throws InvalidConfigurationException if there is neither
   * @throws InvalidSchemaException if the file is no valid schema; with all its problems
   */
  public static Schema load(String nameOrFile) {
    try {
      return nameOrFile.equals(SHIPPED)
          ? SchemaDocument.read(SHIPPED, shipped())
          : SchemaDocument.read(nameOrFile, Yaml.read(file(nameOrFile), Yaml::tree));
    } catch (UnreadableYaml e) {
      throw new InvalidSchemaException("schema", List.of(String.valueOf(e.getMessage())));
    }
  }

  private static @Nullable Object shipped() throws UnreadableYaml {
    String resource = SHIPPED + ".yaml";
    try (InputStream in =
        Objects.requireNonNull(SchemaLoader.class.getResourceAsStream(resource), resource)) {
      return Yaml.read(resource, new InputStreamReader(in, StandardCharsets.UTF_8), Yaml::tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String name) {
    try {
      Path file = Path.of(name);
      if (Files.exists(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // Then there is no such file either.
    }
    throw new InvalidConfigurationException(
        "configuration",
        List.of(
            "schema: expected %s or the path of a schema file, found no file %s%s"
                .formatted(SHIPPED, name, NearMiss.hint(name, List.of(SHIPPED)))));
  }
}
