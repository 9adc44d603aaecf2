package dev.tidemark.core.plantedegg;

import dev.tidemark.core.plantedchicken.Chicken;

public final class Egg {
  public Chicken from() {
    return new Chicken();
  }
}
