package dev.tidemark.app.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.StorageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderDataTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-01T12:00:00.9Z"), ZoneOffset.UTC);
  private static final String FIRST =
      "{\"status\": \"ok\", \"id\":9 , \"f\":1.50, \"big\":123456789012345678901234567890,"
          + " \"name\":\"Zürich 🚀\", \"updated\":\"2018-05-01T00:00:00Z\"}";
  private static final String SECOND = "{\"id\":2,\"updated\":\"2018-05-02T00:00:00Z\"}";
  private static final String CHANGED = "{\"id\":2,\"updated\":\"2018-05-02T00:00:00Z\",\"n\":1}";

  @TempDir private Path temp;

  private Path folder(String name, String file, String json) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name));
    Files.writeString(folder.resolve(file), json);
    return folder;
  }

  private Path ix(String name, String... rows) throws IOException {
    String data = "{\"meta\":{\"generated\":1525775090.683908},\"data\":[%s]}";
    return folder(name, "ix.json", data.formatted(String.join(",", rows)));
  }

  private static String get(SampleServer server, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.base() + path)).build();
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.US_ASCII));
    return response.statusCode() + " " + response.body();
  }

  private static SampleServer start(SampleData data) {
    return SampleServer.start(data, SampleOptions.by(CLOCK), 0);
  }

  @Test
  void open_rows_areServedAsTheyAreInTheOrderOfTheFileWithItsTime() throws Exception {
    try (SampleServer server = start(FolderData.open(List.of(ix("a", FIRST, SECOND)), CLOCK))) {
      assertThat(get(server, "/ix"))
          .isEqualTo(
              "200 {\"data\":["
                  + FIRST.replace("ü", "\\u00fc").replace("🚀", "\\ud83d\\ude80")
                  + ","
                  + SECOND
                  + "],\"meta\":{\"generated\":1525775090.683908}}");
      assertThat(get(server, "/ix?since=1525132800"))
          .contains("\"id\":2")
          .doesNotContain("\"id\":9");
    }
  }

  @Test
  void open_typeWithoutFile_isEmptyAndAnUnknownOneIsNotFound() throws Exception {
    Path other = folder("b", "satellite.json", "{\"data\":[],\"meta\":{}}");
    try (SampleServer server = start(FolderData.open(List.of(ix("a", FIRST), other), CLOCK))) {
      assertThat(get(server, "/net")).startsWith("200 {\"data\":[],");
      assertThat(get(server, "/satellite")).startsWith("200 {\"data\":[],");
      assertThat(get(server, "/nothing")).startsWith("404");
    }
  }

  @Test
  void advance_vanishedRow_isATombstoneForThoseWhoFollow() throws Exception {
    FolderData data = FolderData.open(List.of(ix("a", FIRST, SECOND), ix("b", CHANGED)), CLOCK);
    try (SampleServer server = start(data)) {
      assertThat(data.advance()).isTrue();

      assertThat(get(server, "/ix"))
          .isEqualTo("200 {\"data\":[" + CHANGED + "],\"meta\":{\"generated\":1525775090.683908}}");
      assertThat(get(server, "/ix?since=1525219200"))
          .contains("\"status\":\"deleted\"", "\"id\":9", "\"f\":1.50")
          .contains("\"big\":123456789012345678901234567890", "2026-05-01T12:00:00Z")
          .doesNotContain("\"id\":2");
      assertThat(data.advance()).isFalse();
    }
  }

  @Test
  void advance_rowThatComesBack_isRevived() throws Exception {
    FolderData data =
        FolderData.open(List.of(ix("a", FIRST, SECOND), ix("b", SECOND), ix("c", FIRST)), CLOCK);
    data.advance();
    data.advance();

    try (SampleServer server = start(data)) {
      assertThat(get(server, "/ix/9")).startsWith("200");
      assertThat(get(server, "/ix/2")).startsWith("404");
      assertThat(get(server, "/ix?since=1")).contains("\"id\":2").contains("\"id\":9");
    }
  }

  @Test
  void advance_rowsFromTheFuture_areDeletedLaterThanThat() throws Exception {
    String future = SECOND.replace("2018-05-02", "2090-01-01");
    FolderData data = FolderData.open(List.of(ix("a", FIRST, future), ix("b", future)), CLOCK);
    data.advance();

    try (SampleServer server = start(data)) {
      assertThat(get(server, "/ix?since=3786912000"))
          .contains("\"id\":9", "\"updated\":\"2090-01-01T00:00:01Z\"")
          .doesNotContain("\"id\":2");
    }
  }

  @Test
  void open_unusableFolders_sayWhy() throws Exception {
    Path missing = temp.resolve("missing");
    Path empty = folder("empty", "readme.txt", "");

    refused(missing, InvalidConfigurationException.class, missing + ": it does not exist");
    refused(empty, InvalidConfigurationException.class, empty + ": it has no file named");
    refused(empty.resolve("readme.txt"), InvalidConfigurationException.class, "it is not a folder");
  }

  @Test
  void open_malformedFiles_sayWhereAndWhat() throws Exception {
    malformed("{\"data\":[\n{\"id\":1},\n{\"id\":}]}", "line 3, column 7: not JSON");
    malformed("{\"data\":[{\"id\":1}", "line 1, column");
    malformed("[]", "expected an object with \"data\", found START_ARRAY");
    malformed("{\"meta\":{}}", "expected an object with \"data\", found none");
    malformed("{\"data\":[1]}", "expected an object as row");
    malformed("{\"data\":[{\"id\":\"1\"}]}", "whole number as \"id\"");
    malformed("", "expected an object with \"data\", found the end");
  }

  private void malformed(String json, String why) throws IOException {
    Path folder = folder("malformed", "ix.json", json);
    refused(folder, StorageException.class, why);
    refused(folder, StorageException.class, folder.resolve("ix.json").toString());
  }

  @Test
  void open_bytesThatAreNotUtf8_saysSo() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("latin"));
    Files.write(
        folder.resolve("ix.json"), "{\"data\":[\"ü\"]}".getBytes(StandardCharsets.ISO_8859_1));

    refused(folder, StorageException.class, "expected UTF-8, found other bytes");
  }

  private static void refused(Path folder, Class<?> type, String message) {
    assertThatThrownBy(() -> FolderData.open(List.of(folder), CLOCK))
        .isInstanceOf(type)
        .hasMessageContaining(message);
  }

  @Test
  void open_noFolder_isRefused() {
    assertThatThrownBy(() -> FolderData.open(List.of(), CLOCK))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("none is given");
  }
}
