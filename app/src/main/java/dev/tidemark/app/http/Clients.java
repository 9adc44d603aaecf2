package dev.tidemark.app.http;

import dev.tidemark.app.state.ApiTokens;
import dev.tidemark.app.state.Client;
import dev.tidemark.core.StorageException;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows clients by the token that they send: that of the configuration, or one that is stored at
 * the time of the request, so that one which another process removes is of no use at once.
 */
public record Clients(SyncToken configured, ApiTokens tokens) {

  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+) *");

  /** Whether there is any token that somebody could send. */
  boolean anyKnown() {
    return configured.isSet() || !tokens.list().isEmpty();
  }

  /** The token that a request brings, good or not. */
  static Optional<String> offered(Context context) {
    return Optional.ofNullable(context.header("X-Sync-Token"))
        .or(
            () ->
                Optional.ofNullable(context.header("Authorization"))
                    .map(BEARER::matcher)
                    .filter(Matcher::matches)
                    .map(match -> match.group(1)));
  }

  /**
   * Whose token this is; empty if it is nobody's.
   *
   * @throws StorageException if the stored ones cannot be read
   */
  Optional<Client> find(String offered) {
    return configured.admits(offered) ? Optional.of(Client.CONFIGURED) : tokens.find(offered);
  }
}
