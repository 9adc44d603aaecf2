package dev.tidemark.core.planted;

import dev.tidemark.adapter.plantedright.Exported;

final class KnowsAnAdapter {
  final Exported adapter = new Exported();
}
