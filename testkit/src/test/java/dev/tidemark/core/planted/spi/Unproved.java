package dev.tidemark.core.planted.spi;

public interface Unproved {}
