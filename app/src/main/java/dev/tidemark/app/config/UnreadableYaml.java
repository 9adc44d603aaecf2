package dev.tidemark.app.config;

/** Says where and why a file is no YAML. */
final class UnreadableYaml extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableYaml(String message, Throwable cause) {
    super(message, cause);
  }
}
