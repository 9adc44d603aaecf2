package dev.tidemark.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts in what {@code ${env:NAME}} and {@code ${file:path}} stand for. */
final class References {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]*):?([^}]*)}");

  private final Map<String, String> environment;

  References(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * @throws IllegalArgumentException if a reference leads nowhere
   */
  String resolve(String text) {
    return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(one(found)));
  }

  private String one(MatchResult reference) {
    String name = reference.group(2);
    return switch (reference.group(1)) {
      case "env" -> variable(name);
      case "file" -> content(name);
      default ->
          throw new IllegalArgumentException(
              "expected ${env:NAME} or ${file:path}, found " + reference.group());
    };
  }

  private String variable(String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("environment variable " + name + " is not set");
    }
    return value;
  }

  /**
   * What the file holds, without the white space around it.
   *
   * @throws IllegalArgumentException if there is no such file, or nothing in it
   */
  static String content(String file) {
    try {
      String content = Files.readString(Path.of(file)).trim();
      if (content.isEmpty()) {
        throw new IllegalArgumentException("file " + file + " is empty");
      }
      return content;
    } catch (IOException e) {
      throw new IllegalArgumentException("file " + file + ": " + Yaml.reason(e), e);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("expected the path of a file, found " + file, e);
    }
  }
}
