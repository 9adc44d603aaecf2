package dev.tidemark.testkit.contract;

import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.StrongTransaction;

/**
 * The whole contract of the strong tier. An adapter's test class implements it and hands out fresh
 * stores; while an adapter grows, its test may implement the parts one by one.
 *
 * <p>That a commit survives a failure of power cannot be shown from here and is the adapter's to
 * prove.
 */
@Covers({StrongStore.class, StrongTransaction.class})
public interface StrongStoreContract
    extends StrongRoundTripContract,
        StrongWriteContract,
        StrongOrderContract,
        StrongUniqueContract,
        StrongReferenceContract,
        StrongTransactionContract,
        StrongConcurrencyContract {}
