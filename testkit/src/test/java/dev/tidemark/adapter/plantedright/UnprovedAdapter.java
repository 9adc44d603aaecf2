package dev.tidemark.adapter.plantedright;

import dev.tidemark.core.planted.spi.Unproved;

public class UnprovedAdapter implements Unproved {}
