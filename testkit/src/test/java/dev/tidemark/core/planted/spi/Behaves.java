package dev.tidemark.core.planted.spi;

public final class Behaves {}
