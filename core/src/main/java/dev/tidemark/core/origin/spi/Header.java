package dev.tidemark.core.origin.spi;

/**
 * One line of the head of a request or an answer.
 *
 * @param name upper and lower case mean the same
 */
public record Header(String name, String value) {}
