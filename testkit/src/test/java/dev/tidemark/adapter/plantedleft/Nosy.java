package dev.tidemark.adapter.plantedleft;

import dev.tidemark.adapter.plantedright.Exported;
import dev.tidemark.adapter.plantedright.internal.Hidden;

final class Nosy {
  final Exported neighbour = new Exported();
  final Hidden internal = new Hidden();
}
