package dev.tidemark.core.planted;

import dev.tidemark.app.planted.Application;

final class KnowsTheApplication {
  final Application application = new Application();
}
