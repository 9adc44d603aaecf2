package dev.tidemark.app.cli;

import com.google.inject.Module;
import com.google.inject.util.Modules;
import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.ConfiguredSnapshots;
import dev.tidemark.app.config.Policies;
import dev.tidemark.app.config.SigningKey;
import dev.tidemark.assembly.PublisherModule;
import dev.tidemark.core.snapshot.KnownTargets;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.StoredTargets;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The publisher of a configuration, with what it works with. */
record PublisherSetup(
    Adapters adapters, Configuration configuration, ConfiguredSnapshots snapshots) {

  /**
   * For a service.
   *
   * @param policy is asked anew whenever something is decided
   */
  Module toServe(Supplier<PublisherPolicy> policy) {
    return Modules.combine(
        all(policy, SigningKey.of(configuration)),
        adapters.sharedSnapshots(configuration),
        adapters.snapshotTransport(configuration));
  }

  /** For a command that publishes these. */
  Module of(List<PublishedSnapshot> published, Function<StoredTargets, TargetProvider> targets) {
    PublisherPolicy policy = Policies.ofPublisher(configuration);
    return Modules.combine(
        new PublisherModule(published, targets, () -> policy, SigningKey.of(configuration)),
        adapters.snapshots(configuration),
        adapters.snapshotTransport(configuration));
  }

  /** For those who look: they sign nothing, build nothing and push nothing. */
  Module toLook() {
    return Modules.combine(
        all(() -> PublisherPolicy.DEFAULTS, SignedManifest::unsigned),
        adapters.snapshotsToRead(configuration),
        new NoTransportModule());
  }

  private Module all(
      Supplier<PublisherPolicy> policy, Function<SnapshotManifest, SignedManifest> signer) {
    return new PublisherModule(
        snapshots.plans().stream().map(PublishedSnapshot::built).toList(),
        stored -> new KnownTargets(snapshots.targets(), stored),
        policy,
        signer);
  }
}
