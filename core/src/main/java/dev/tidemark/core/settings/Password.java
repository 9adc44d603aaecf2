package dev.tidemark.core.settings;

/** What opens something, to be kept from logs and reports: it prints as {@code ***}. */
public record Password(String value) {

  public static final Password NONE = new Password("");

  @Override
  public String toString() {
    return "***";
  }
}
