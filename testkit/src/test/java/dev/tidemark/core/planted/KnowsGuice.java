package dev.tidemark.core.planted;

import com.google.inject.Guice;
import com.google.inject.Injector;

final class KnowsGuice {
  final Injector injector = Guice.createInjector();
}
