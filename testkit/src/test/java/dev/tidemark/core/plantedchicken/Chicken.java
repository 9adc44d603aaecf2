package dev.tidemark.core.plantedchicken;

import dev.tidemark.core.plantedegg.Egg;

public final class Chicken {
  public Egg from() {
    return new Egg();
  }
}
