/**
 * A stand-in for PeeringDB on this machine: invented data, or folders of JSON files, served with
 * the real API's behaviour so that everything can be tried without touching anybody's server.
 *
 * <p>Start at {@link dev.tidemark.app.sample.SampleServer} and {@link
 * dev.tidemark.app.sample.SampleData}. Nothing that follows an upstream belongs here, and nothing
 * copied from a real one.
 */
@NullMarked
package dev.tidemark.app.sample;

import org.jspecify.annotations.NullMarked;
