package dev.tidemark.adapter.quic;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The other side is gone, or silent; no more comes and no more goes out. */
final class Broken extends IOException {

  private static final long serialVersionUID = 1L;

  Broken(String message) {
    this(message, null);
  }

  Broken(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
