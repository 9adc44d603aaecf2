package dev.tidemark.app.state;

import java.util.Optional;

/**
 * Who asks something of the service.
 *
 * @param token the name of its token, if that is a stored one
 */
public record Client(String name, Optional<String> token) {

  /** Who offers nothing, or nothing of use. */
  public static final Client ANONYMOUS = new Client("anonymous", Optional.empty());

  /** Who knows the token of the configuration. */
  public static final Client CONFIGURED = new Client("sync-token", Optional.empty());

  static Client withToken(String name) {
    return new Client(name, Optional.of(name));
  }
}
