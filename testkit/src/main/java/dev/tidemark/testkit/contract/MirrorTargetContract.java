package dev.tidemark.testkit.contract;

import dev.tidemark.core.mirror.spi.MirrorRows;
import dev.tidemark.core.mirror.spi.MirrorTable;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.mirror.spi.MirrorTransaction;

/**
 * The whole contract of a database to mirror into. An adapter's test class implements it and hands
 * out fresh {@linkplain MirrorFixture.MirrorPlace places}.
 */
@Covers({MirrorTarget.class, MirrorTransaction.class, MirrorTable.class, MirrorRows.class})
public interface MirrorTargetContract
    extends MirrorPrepareContract,
        MirrorWriteContract,
        MirrorTableContract,
        MirrorValueContract,
        MirrorRowsContract {}
