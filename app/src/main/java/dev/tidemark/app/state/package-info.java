/**
 * What the ready application keeps in its state: the settings, the tokens that people gave out, and
 * who asked how often and when.
 *
 * <p>Start at {@link dev.tidemark.app.state.ApplicationState}. How state is kept belongs to the
 * core, who is admitted to http.
 */
@NullMarked
package dev.tidemark.app.state;

import org.jspecify.annotations.NullMarked;
