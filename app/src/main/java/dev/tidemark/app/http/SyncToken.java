package dev.tidemark.app.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/** What somebody has to know who orders a cycle; an empty one admits nobody. */
public record SyncToken(String value) {

  private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]*");

  public SyncToken {
    if (!SENDABLE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "the token has blanks or characters that no header can carry");
    }
  }

  /** The token that admits nobody. */
  public static SyncToken none() {
    return new SyncToken("");
  }

  public boolean isSet() {
    return !value.isEmpty();
  }

  /** Takes as long for a near miss as for a wild guess. */
  boolean admits(String offered) {
    return isSet()
        && MessageDigest.isEqual(
            offered.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "***";
  }
}
