package dev.tidemark.testkit.contract;

import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;

/** How a contract gets at the mirrors that it tests. */
@FunctionalInterface
public interface MirrorFixture {

  /** A place where nothing has been prepared yet. The contract closes it. */
  MirrorPlace newPlace();

  /** One place for a mirror, as several processes see it. */
  interface MirrorPlace extends AutoCloseable {

    /** A target of this place for one more process; it is closed with the place. */
    MirrorTarget newTarget();

    /**
     * From now on the database neither takes nor lets go of a row with this key, as if somebody had
     * put a rule there. The table is there.
     */
    void refuse(EntityType type, RowKey key);

    @Override
    void close();
  }
}
