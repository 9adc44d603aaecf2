package dev.tidemark.adapter.plantedright;

public final class Exported {}
