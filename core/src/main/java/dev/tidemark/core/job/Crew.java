package dev.tidemark.core.job;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.time.Scheduler;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What everything here works with.
 *
 * @param clock of milliseconds, as the state keeps time
 */
record Crew(
    JobTerms terms,
    RunBook book,
    Clock clock,
    Scheduler scheduler,
    Executor workers,
    Listener listener) {}
