package dev.tidemark.app.cli;

import dev.tidemark.app.config.Surroundings;
import java.time.Clock;

/**
 * What the commands get from the world around them.
 *
 * @param program what people type to run this program: {@code ./tidemark}
 * @param clock in the zone in which times are shown
 * @param terminal whether a person watches standard error, so that bars may move there
 */
public record Outside(
    Adapters adapters, Surroundings surroundings, String program, Clock clock, boolean terminal) {}
