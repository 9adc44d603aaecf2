package dev.tidemark.app.planted;

public final class Application {}
