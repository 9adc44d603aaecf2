package dev.tidemark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about the settings is what their declarations say. */
final class ConfigurationDocumentTest {

  @Test
  void document_listsEverySettingAsItIsDeclared() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "configuration.md"));

    assertThat(page).contains(table());
  }

  private static String table() {
    return Settings.DECLARED.stream()
        .map(
            setting ->
                "| `%s` | `%s` | %s | %s | %s |\n"
                    .formatted(
                        setting.name(),
                        setting.variable(),
                        setting.standard().map(text -> "`" + text + "`").orElse("none"),
                        setting.live() ? "yes" : "no",
                        setting.description()))
        .collect(
            Collectors.joining(
                "",
                "| setting | environment | default | stored | what it is |\n|---|---|---|---|---|\n",
                ""));
  }
}
