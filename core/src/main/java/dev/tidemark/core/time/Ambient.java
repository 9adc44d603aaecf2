package dev.tidemark.core.time;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What a use case takes from the world around it.
 *
 * @param clock wall time, which people and time servers may set
 * @param scheduler for what is to happen later
 * @param random for offsets and jitter; safe for use by many threads
 */
public record Ambient(Clock clock, Scheduler scheduler, RandomGenerator random) {}
