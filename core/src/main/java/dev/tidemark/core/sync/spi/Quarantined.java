package dev.tidemark.core.sync.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * A row that could not be decoded.
 *
 * @param type name of its entity type
 * @param key text of its key, if it could be read
 * @param reason what was expected and found
 * @param json the row as it came
 * @param since when it came first
 */
public record Quarantined(
    String type, Optional<String> key, String reason, String json, Instant since) {}
