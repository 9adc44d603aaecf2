package dev.tidemark.testkit.contract;

import dev.tidemark.core.origin.spi.Content;
import dev.tidemark.core.origin.spi.Origin;

/**
 * The contract of an origin: what arrives there, what comes back, and what is told when it does
 * not. Each test starts an origin of its own on the loopback interface.
 */
@Covers({Origin.class, Content.class})
public interface OriginContract
    extends OriginForwardContract, OriginBodyContract, OriginFailureContract {}
