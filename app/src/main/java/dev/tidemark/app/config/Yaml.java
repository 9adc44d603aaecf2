package dev.tidemark.app.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads YAML, and says {@code file:line:column: what} when it is none. */
final class Yaml {

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private Yaml() {}

  /** What is done with an open document. */
  interface Reading<T> {
    T read(JsonParser parser) throws IOException;
  }

  static <T> T read(Path file, Reading<T> reading) throws UnreadableYaml {
    try (Reader reader = Files.newBufferedReader(file)) {
      return read(file.toString(), reader, reading);
    } catch (IOException e) {
      throw new UnreadableYaml(file + ": " + reason(e), e);
    }
  }

  static <T> T read(String name, Reader reader, Reading<T> reading)
      throws IOException, UnreadableYaml {
    try (JsonParser parser = MAPPER.createParser(reader)) {
      return reading.read(parser);
    } catch (JsonProcessingException e) {
      throw new UnreadableYaml(name + position(e) + ": " + what(e), e);
    }
  }

  /** The document as maps, lists and scalars; null if it is empty. */
  static @Nullable Object tree(JsonParser parser) throws IOException {
    return parser.nextToken() == null ? null : MAPPER.readValue(parser, Object.class);
  }

  /** In plain words, why a file cannot be read. */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof CharacterCodingException ? "is no UTF-8 text" : "cannot be read: " + e;
  }

  private static String position(JsonProcessingException e) {
    Optional<Mark> mark = marked(e).map(MarkedYAMLException::getProblemMark);
    if (mark.isPresent()) {
      return ":" + (mark.get().getLine() + 1) + ":" + (mark.get().getColumn() + 1);
    }
    JsonLocation at = e.getLocation();
    return at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
  }

  private static String what(JsonProcessingException e) {
    return marked(e)
        .map(MarkedYAMLException::getProblem)
        .map(problem -> problem + hint(problem))
        .orElseGet(e::getOriginalMessage);
  }

  private static String hint(String problem) {
    return problem.endsWith("got ?")
        ? " (inside braces, a value that ends in a question mark needs quotes)"
        : "";
  }

  private static Optional<MarkedYAMLException> marked(JsonProcessingException e) {
    return e.getCause() instanceof MarkedYAMLException marked
        ? Optional.of(marked)
        : Optional.empty();
  }
}
