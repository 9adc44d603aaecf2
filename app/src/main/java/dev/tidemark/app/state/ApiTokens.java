package dev.tidemark.app.state;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.NearMiss;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StrongTable;
import dev.tidemark.core.state.Versioned;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What people were given to order cycles with. Only its hash is kept: a token has so many random
 * bits that none can be found by trying. Safe for use by many threads and processes.
 */
public final class ApiTokens {

  static final EntityType TYPE =
      EntityType.named("api_token").key("name").text("name", "hash").unique("hash").build();

  /** Says what it is, where somebody finds one. */
  private static final String PREFIX = "tm_";

  private static final int BYTES = 32;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}");

  /** Names of clients that have no token of their own. */
  private static final Set<String> TAKEN =
      Set.of(Client.ANONYMOUS.name(), Client.CONFIGURED.name());

  private final StrongTable<Kept> table;
  private final SecureRandom random;

  public ApiTokens(StateEngine state) {
    this.table = state.strong(Codec.records(TYPE, Kept.class));
    this.random = new SecureRandom();
  }

  private record Kept(String name, String hash) {}

  /** A token without what only its owner knows. */
  public record Token(String name, Instant createdAt) {

    private static Token of(Versioned<Kept> row) {
      return new Token(row.value().name(), row.createdAt());
    }
  }

  /** A new token; the secret is told this once. */
  public record Issued(Token token, String secret) {

    @Override
    public String toString() {
      return token + " ***";
    }
  }

  /**
   * Makes a token.
   *
   * @throws IllegalArgumentException if this is no name for one
   * @throws ConflictException if there is one of this name
   */
  public Issued add(String name) {
    if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
      throw new IllegalArgumentException(
          "expected a name of small letters, digits, '.', '_' or '-', at most 60, and neither of %s; found \"%s\""
              .formatted(String.join(", ", TAKEN.stream().sorted().toList()), name));
    }
    String secret = secret();
    if (table.find(RowKey.of(name)).isPresent()) {
      throw taken(name);
    }
    return new Issued(Token.of(table.insert(new Kept(name, hash(secret)))), secret);
  }

  private static ConflictException taken(String name) {
    return new ConflictException(
        "add token %s: there is one of this name; remove that first, or choose another name"
            .formatted(name));
  }

  private String secret() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** All tokens, by name. */
  public List<Token> list() {
    return table.list().stream().map(Token::of).toList();
  }

  /**
   * Removes a token, and the totals of what was counted for it; the minutes stay. It admits nobody
   * from now on.
   *
   * @throws NotFoundException if there is none
   */
  public void remove(String name) {
    if (table.find(RowKey.of(name)).isEmpty()) {
      List<String> names = list().stream().map(Token::name).toList();
      throw new NotFoundException(
          "remove token %s: there is none of this name%s; token list shows all"
              .formatted(name, NearMiss.hint(name, names)));
    }
    table.delete(RowKey.of(name));
  }

  /** Whose secret this is, by what is stored at this moment. */
  public Optional<Client> find(String secret) {
    if (!secret.startsWith(PREFIX)) {
      return Optional.empty();
    }
    byte[] hash = bytes(hash(secret));
    return table.list().stream()
        .map(Versioned::value)
        .filter(kept -> MessageDigest.isEqual(hash, bytes(kept.hash())))
        .map(kept -> Client.withToken(kept.name()))
        .findFirst();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hash(String secret) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(secret)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
