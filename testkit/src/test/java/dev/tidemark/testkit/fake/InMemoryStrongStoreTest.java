package dev.tidemark.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.testkit.contract.StateSample;
import dev.tidemark.testkit.contract.StrongStoreContract;
import org.junit.jupiter.api.Test;

final class InMemoryStrongStoreTest implements StrongStoreContract {

  @Override
  public StrongStore newStore(StateSchema schema) {
    return new InMemoryStrongStore(schema);
  }

  @Override
  public StrongStore reopen(StrongStore store) {
    return store;
  }

  @Test
  void failNext_letsOneWriteFailAndLeavesNothingOfIt() {
    InMemoryStrongStore store = new InMemoryStrongStore(StateSample.SCHEMA);
    StorageException failure = new StorageException("disk is full", false);
    store.failNext(failure);

    assertThatThrownBy(() -> insert(store)).isSameAs(failure);

    assertThat(insert(store)).isTrue();
  }

  @Test
  void write_insideAnother_isRefused() {
    InMemoryStrongStore store = new InMemoryStrongStore(StateSample.SCHEMA);

    assertThatThrownBy(() -> store.write("outer", outer -> insert(store)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("insert: another transaction is under way");
  }

  private static boolean insert(StrongStore store) {
    return store.write(
        "insert", write -> write.insert(StateSample.subscription("s"), StateSample.at(1)));
  }
}
