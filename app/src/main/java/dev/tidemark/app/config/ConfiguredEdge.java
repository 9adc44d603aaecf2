package dev.tidemark.app.config;

import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.adapter.quic.QuicConfig.Peers;
import dev.tidemark.app.config.EdgeSettings.Writes;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.snapshot.SnapshotSpec;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.SubscriberPolicy.Limits;
import dev.tidemark.core.snapshot.SubscriberPolicy.Terms;
import dev.tidemark.core.snapshot.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an edge takes, from whom, and what becomes of requests for which it has no answer.
 *
 * @param names of the snapshots that are taken, in their order
 * @param quic how they come in
 * @param origin who gets the requests; empty if nobody does
 * @param targets of the configuration that get what is taken here
 */
public record ConfiguredEdge(
    List<String> names,
    SubscriberPolicy policy,
    QuicConfig quic,
    Writes writes,
    Optional<URI> origin,
    List<Target> targets) {

  private static final String ANYBODY = "*";

  public ConfiguredEdge {
    names = List.copyOf(names);
    targets = List.copyOf(targets);
  }

  /**
   * The edge that the configuration describes.
   *
   * @throws InvalidConfigurationException with all that is wrong or lacks; certificates do, unless
   *     it says that none are wanted
   */
  public static ConfiguredEdge of(Configuration configuration) {
    List<String> names = names(configuration);
    List<String> problems = new ArrayList<>(problems(configuration, names));
    problems.addAll(problemsOfFiles(configuration));
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("edge", problems);
    }
    return new ConfiguredEdge(
        names,
        policy(configuration, names),
        listening(configuration, ConfiguredQuic.of(configuration).orElseThrow()),
        configuration.get(EdgeSettings.WRITES),
        configuration.find(EdgeSettings.ORIGIN),
        targets(configuration, names));
  }

  /** The names of the snapshots that an edge of this configuration takes. */
  public static List<String> names(Configuration configuration) {
    return List.copyOf(new LinkedHashSet<>(configuration.get(EdgeSettings.SNAPSHOTS)));
  }

  /** The same where something is said of an edge; empty where the node is none. */
  public static List<String> taken(Configuration configuration) {
    boolean isDescribed =
        EdgeSettings.ALL.stream()
            .anyMatch(each -> !configuration.origin(each).equals(Configuration.DEFAULT));
    return isDescribed ? names(configuration) : List.of();
  }

  private static List<String> problems(Configuration configuration, List<String> names) {
    List<String> problems = new ArrayList<>();
    names.stream()
        .filter(name -> !SnapshotSpec.isName(name))
        .forEach(
            name ->
                problems.add(
                    "%s: expected small letters, digits and -, at most 40, found \"%s\""
                        .formatted(EdgeSettings.SNAPSHOTS, name)));
    configuration
        .find(EdgeSettings.ACCEPT_V1)
        .filter(name -> !names.contains(name))
        .ifPresent(
            name ->
                problems.add(
                    "%s: expected one of those in %s, %s; found %s"
                        .formatted(
                            EdgeSettings.ACCEPT_V1,
                            EdgeSettings.SNAPSHOTS,
                            String.join(", ", names),
                            name)));
    return problems;
  }

  private static List<String> problemsOfFiles(Configuration configuration) {
    List<String> problems = new ArrayList<>(ConfiguredQuic.problems(configuration));
    if (!ConfiguredQuic.isSaid(configuration)) {
      problems.add(
          "%s, %s and %s are not set: nobody could know who pushes; tidemark certs init makes some for trying it out"
              .formatted(QuicSettings.CERTIFICATE, QuicSettings.KEY, QuicSettings.CA));
    }
    NamedFile.problem(configuration, EdgeSettings.ORIGIN_TRUST_STORE).ifPresent(problems::add);
    return problems;
  }

  private static SubscriberPolicy policy(Configuration configuration, List<String> names) {
    Terms terms =
        new Terms(
            configuration.get(EdgeSettings.MAX_SIZE),
            configuration.get(EdgeSettings.MAX_AGE),
            Terms.USUAL.skew(),
            Optional.empty(),
            Set.of());
    return new SubscriberPolicy(
        names.stream().collect(Collectors.toMap(Function.identity(), name -> terms)),
        Limits.USUAL,
        TrustedSigners.of(configuration));
  }

  private static QuicConfig listening(Configuration configuration, QuicConfig quic) {
    QuicConfig listening = quic.listeningAt(configuration.get(EdgeSettings.LISTEN).toString());
    QuicConfig allowing = quic.isInsecure() ? listening : listening.allowing(peers(configuration));
    return configuration
        .find(EdgeSettings.ACCEPT_V1)
        .map(allowing::acceptingVersion1As)
        .orElse(allowing);
  }

  private static Peers peers(Configuration configuration) {
    Set<String> names = Set.copyOf(configuration.get(EdgeSettings.PEERS));
    return names.contains(ANYBODY) ? Peers.ANYBODY : Peers.named(names);
  }

  private static List<Target> targets(Configuration configuration, List<String> names) {
    return SnapshotLoader.targets(configuration).stream()
        .filter(target -> names.contains(target.snapshot()))
        .toList();
  }
}
