package dev.tidemark.app.config;

/**
 * A text that somebody gave for a setting.
 *
 * @param key the name of a setting, or of none
 * @param origin where it stands: {@code tidemark.yaml:3}, {@code TIDEMARK_DATA}, {@code --data}
 * @param literal whether the text stands for itself, references and all
 */
record Given(String key, String text, String origin, boolean literal) {}
