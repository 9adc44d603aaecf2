/**
 * Tests of the configuration and the schema.
 *
 * <p>Start at the test of the class in question. Real adapters have no place here.
 */
@NullMarked
package dev.tidemark.app.config;

import org.jspecify.annotations.NullMarked;
