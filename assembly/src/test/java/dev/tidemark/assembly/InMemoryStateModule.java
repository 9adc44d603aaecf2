package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.core.state.spi.WeakStore;
import dev.tidemark.testkit.fake.InMemoryStrongStore;
import dev.tidemark.testkit.fake.InMemoryValueCaches;
import dev.tidemark.testkit.fake.InMemoryWeakStore;

/** The stores of a state, in memory. */
final class InMemoryStateModule extends AbstractModule {

  final InMemoryStrongStore strong;
  final InMemoryWeakStore weak;

  InMemoryStateModule(StateSchema schema) {
    strong = new InMemoryStrongStore(schema);
    weak = new InMemoryWeakStore(schema, strong);
  }

  @Override
  protected void configure() {
    bind(StrongStore.class).toInstance(strong);
    bind(WeakStore.class).toInstance(weak);
    bind(ValueCaches.class).toInstance(new InMemoryValueCaches());
  }
}
