package dev.tidemark.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.Flushed;
import dev.tidemark.core.state.spi.LastFlush;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.WeakStore;
import dev.tidemark.testkit.contract.StateSample;
import dev.tidemark.testkit.contract.Tiers;
import dev.tidemark.testkit.contract.WeakStoreContract;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InMemoryWeakStoreTest implements WeakStoreContract {

  private static final Row NODE = StateSample.node("a");

  private final InMemoryStrongStore strong = new InMemoryStrongStore(StateSample.SCHEMA);
  private final InMemoryWeakStore store = new InMemoryWeakStore(StateSample.SCHEMA, strong);

  @Override
  public Tiers newTiers(StateSchema schema) {
    InMemoryStrongStore config = new InMemoryStrongStore(schema);
    return new InMemoryTiers(config, new InMemoryWeakStore(schema, config));
  }

  @Test
  void failNext_letsOneFlushFailAndLeavesNothingOfIt() {
    StorageException failure = new StorageException("disk is full", false);
    store.failNext(failure);

    assertThatThrownBy(() -> flush(1)).isSameAs(failure);
    assertThat(store.find(StateSample.NODE, NODE.key())).isEmpty();
    assertThat(store.flushes()).isEmpty();

    assertThat(flush(1).anew()).isFalse();
    assertThat(store.flushes()).containsExactly(List.of(StateSample.upsert(NODE)));
  }

  @Test
  void beforeCommit_runsWhileNobodySeesTheFlush() {
    store.beforeCommit(
        () -> assertThat(store.find(StateSample.NODE, NODE.key())).as("seen already").isEmpty());

    flush(1);

    assertThat(store.find(StateSample.NODE, NODE.key())).contains(NODE);
  }

  @Test
  void afterCommit_thatThrows_leavesTheFlushThere() {
    StorageException failure = new StorageException("connection was cut", true);
    store.afterCommit(
        () -> {
          throw failure;
        });

    assertThatThrownBy(() -> flush(1)).isSameAs(failure);

    assertThat(store.find(StateSample.NODE, NODE.key())).contains(NODE);
    assertThat(store.lastFlush().number()).isEqualTo(1);
  }

  @Test
  void lose_letsTheNextFlushTellThatItMadeTheStoreAnew() {
    flush(1);
    store.lose();
    assertThat(store.lastFlush()).isEqualTo(LastFlush.NONE);
    assertThat(store.find(StateSample.NODE, NODE.key())).isEmpty();

    assertThat(flush(2).anew()).isTrue();
    assertThat(flush(3).anew()).isFalse();
  }

  private Flushed flush(long number) {
    return store.flush(
        new LastFlush(number, StateSample.at(number)), List.of(StateSample.upsert(NODE)));
  }

  private record InMemoryTiers(StrongStore strong, WeakStore weak) implements Tiers {
    @Override
    public Tiers reopen() {
      return this;
    }

    @Override
    public void close() {}
  }
}
