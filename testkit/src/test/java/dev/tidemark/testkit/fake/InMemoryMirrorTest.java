package dev.tidemark.testkit.fake;

import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.testkit.contract.MirrorTargetContract;

final class InMemoryMirrorTest implements MirrorTargetContract {

  @Override
  public MirrorPlace newPlace() {
    InMemoryMirror mirror = new InMemoryMirror();
    return new MirrorPlace() {
      @Override
      public MirrorTarget newTarget() {
        return mirror.newTarget("memory");
      }

      @Override
      public void refuse(EntityType type, RowKey key) {
        mirror.refuse(type, key);
      }

      @Override
      public void close() {
        // Nothing of it is anywhere.
      }
    };
  }
}
