package dev.tidemark.core.mirror;

import java.time.Instant;

/**
 * A row of the replica that a mirror's database does not take.
 *
 * @param type name of the entity type
 * @param key text of the row's key
 * @param reason what the database says
 * @param since when it refused it first
 */
public record RefusedRow(String mirror, String type, String key, String reason, Instant since) {}
