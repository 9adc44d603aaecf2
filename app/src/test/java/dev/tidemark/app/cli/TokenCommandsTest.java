package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.state.ApiTokens;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenCommandsTest extends LibraryCommands {

  TokenCommandsTest(@TempDir Path directory) throws IOException {
    super(directory);
  }

  @Test
  void add_newName_printsTheTokenThisOnce() {
    int code = run("token", "add", "ci.build-1");

    assertThat(out).matches("tm_[A-Za-z0-9_-]{43}\n");
    assertThat(err).isEqualTo("keep it: it is not shown again\n");
    assertThat(code).isZero();
    String secret = out.strip();
    assertThat(new ApiTokens(adapters.state.open()).find(secret))
        .hasValueSatisfying(client -> assertThat(client.name()).isEqualTo("ci.build-1"));
    assertThat(new ApiTokens(adapters.state.open()).find(secret + "x")).isEmpty();
    run("token", "list", "--json");
    assertThat(out).contains("ci.build-1").doesNotContain(secret);
  }

  @Test
  void add_takenName_fails() {
    run("token", "add", "ci");

    assertThat(run("token", "add", "ci")).isEqualTo(1);
    assertThat(err)
        .isEqualTo(
            "error: add token ci: there is one of this name; remove that first, or choose another"
                + " name\n");
    assertThat(out).isEmpty();
  }

  @Test
  void add_noName_isAUsageError() {
    assertThat(run("token", "add", "CI")).isEqualTo(2);
    assertThat(err)
        .startsWith(
            "error: expected a name of small letters, digits, '.', '_' or '-', at most 60, and"
                + " neither of anonymous, sync-token; found \"CI\"\n");
    assertThat(run("token", "add", "anonymous")).isEqualTo(2);
  }

  @Test
  void list_noToken_saysSo() {
    assertThat(run("token", "list")).isZero();
    assertThat(out).isEqualTo("no token is stored\n");
  }

  @Test
  void list_tokens_areThereByName() {
    run("token", "add", "b");
    run("token", "add", "a");

    run("token", "list");

    assertThat(out.lines())
        .containsExactly(
            "token  since", "a      2026-04-16 08:30:00", "b      2026-04-16 08:30:00");
  }

  @Test
  void remove_token_isGone() {
    run("token", "add", "ci");

    assertThat(run("token", "remove", "ci")).isZero();
    assertThat(out).isEqualTo("token ci is removed\n");
    run("token", "list");
    assertThat(out).isEqualTo("no token is stored\n");
  }

  @Test
  void remove_unknown_saysWhatMayBeMeant() {
    run("token", "add", "build");

    assertThat(run("token", "remove", "bild")).isEqualTo(1);
    assertThat(err)
        .isEqualTo(
            "error: remove token bild: there is none of this name; did you mean \"build\"?; token"
                + " list shows all\n");
  }
}
