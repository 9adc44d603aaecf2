package dev.tidemark.core.plantedunmarked;

final class Unmarked {}
