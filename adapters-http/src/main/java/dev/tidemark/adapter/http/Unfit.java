package dev.tidemark.adapter.http;

/**
 * What came instead of a value.
 *
 * @param found its kind, never its content: {@code a fraction}
 */
record Unfit(String found) {

  static final Unfit LONE_SURROGATE = new Unfit("text with a lone surrogate");
}
