package dev.tidemark.app.sample;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.StorageException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the {@code <type>.json} files of a folder. */
final class FolderReader {

  private static final String SUFFIX = ".json";

  private FolderReader() {}

  /** The tables of all JSON files in {@code folder} that have the API's envelope. */
  static Map<String, SampleTable> tables(Path folder) {
    Map<String, SampleTable> tables = new TreeMap<>();
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      String type = name.substring(0, name.length() - SUFFIX.length());
      tables.put(type, table(type, file));
    }
    if (tables.isEmpty()) {
      throw unusable(folder, "it has no file named <type>.json");
    }
    return tables;
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw unusable(folder, Files.exists(folder) ? "it is not a folder" : "it does not exist");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new StorageException("list the sample folder " + folder + ": " + e, false, e);
    }
  }

  private static InvalidConfigurationException unusable(Path folder, String why) {
    return new InvalidConfigurationException("sample folder " + folder, List.of(why));
  }

  private static SampleTable table(String type, Path file) {
    try {
      return EnvelopeText.of(Files.readString(file)).table(type);
    } catch (CharacterCodingException e) {
      throw unreadable(file, "expected UTF-8, found other bytes", e);
    } catch (EnvelopeText.MalformedException e) {
      throw unreadable(file, e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e.toString(), e);
    }
  }

  private static StorageException unreadable(Path file, @Nullable String why, IOException e) {
    return new StorageException("read the sample file " + file + ": " + why, false, e);
  }
}
