package dev.tidemark.adapter.sqlite;

import java.io.IOException;

/** What is in a database file makes no sense; the message says where. Never leaves the package. */
final class DamagedFileException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedFileException(String message) {
    super(message);
  }
}
