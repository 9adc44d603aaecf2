package dev.tidemark.core.planted;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class Logs {
  final Logger log = LoggerFactory.getLogger("x");
}
