package dev.tidemark.adapter.plantedright.internal;

public final class Hidden {}
