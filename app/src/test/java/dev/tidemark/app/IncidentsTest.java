package dev.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about incidents names tests that exist, and leaves no incident out. */
final class IncidentsTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Contract))\\.(\\w+)`");
  private static final int INCIDENTS = 38;
  private static final int HAZARDS = 12;

  private final String page = read(ROOT.resolve("docs/incidents.md"));

  @Test
  void page_everyTestItNames_exists() throws IOException {
    List<Path> sources = sources();
    TreeSet<String> missing = new TreeSet<>();
    for (MatchResult test : TEST.matcher(page).results().toList()) {
      if (sources.stream().noneMatch(file -> declares(file, test.group(1), test.group(2)))) {
        missing.add(test.group(1) + "." + test.group(2));
      }
    }
    assertThat(missing).isEmpty();
    assertThat(TEST.matcher(page).results()).hasSizeGreaterThan(INCIDENTS + HAZARDS);
  }

  @Test
  void page_hasEveryIncidentAndHazardWithATestOrAReason() {
    assertThat(numbers("## Incidents", "## Hazards")).isEqualTo(upTo(INCIDENTS));
    assertThat(numbers("## Hazards", "## Edge cases")).isEqualTo(upTo(HAZARDS));
  }

  private List<String> numbers(String from, String to) {
    String part = page.substring(page.indexOf(from), page.indexOf(to));
    return Pattern.compile("(?m)^\\| (\\d+) \\| [^|]{10,} \\| [^|]{10,} \\|")
        .matcher(part)
        .results()
        .map(row -> row.group(1))
        .toList();
  }

  private static List<String> upTo(int last) {
    return Stream.iterate(1, number -> number + 1).limit(last).map(String::valueOf).toList();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/target/"))
          .toList();
    }
  }

  private static boolean declares(Path file, String type, String method) {
    return file.getFileName().toString().equals(type + ".java")
        && read(file).contains("void " + method + "(");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
