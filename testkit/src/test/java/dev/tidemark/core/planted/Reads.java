package dev.tidemark.core.planted;

import java.nio.file.Path;

final class Reads {
  final Path file = Path.of("x");
}
