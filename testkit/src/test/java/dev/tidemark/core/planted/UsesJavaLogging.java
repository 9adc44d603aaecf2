package dev.tidemark.core.planted;

import java.util.logging.Logger;

final class UsesJavaLogging {
  final Logger log = Logger.getLogger("x");
}
