package dev.tidemark.app.cli;

import dev.tidemark.adapter.quic.CertificatesConfig;
import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.app.config.EdgeSettings;
import dev.tidemark.app.config.PublishSettings;
import dev.tidemark.app.config.QuicSettings;
import dev.tidemark.app.text.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = {
      "Make an authority, and a certificate for each node, for trying out what is pushed between"
          + " them.",
      "It says what to write into the tidemark.yaml of each. Files that are there stay as they are."
    })
final class CertsInitCommand implements Runnable {

  private final Clock clock;

  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = "certs", description = "Where to.")
  private Path directory = Path.of("certs");

  @Option(
      names = "--names",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "origin,edge-1",
      description = {
        "The nodes, parted by commas; the first is the one that pushes.",
        "A target is to be reached by the name in its certificate: edge-1.example. All are good for"
            + " localhost, too."
      })
  private List<String> names = List.of();

  @Option(names = "--signing", description = "Make a key to sign snapshots with, too.")
  private boolean signing;

  CertsInitCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void run() {
    CertificatesConfig certificates = CertificatesConfig.in(directory);
    Optional<SigningPair> pair = Optional.of(new SigningPair(directory)).filter(any -> signing);
    pair.ifPresent(SigningPair::checkThereIsNone);
    List<Path> made = new ArrayList<>(certificates.create(names, clock));
    pair.ifPresent(each -> made.addAll(each.create()));
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      Json.print(json(certificates, made, pair), out);
    } else {
      print(certificates, made, pair, out);
    }
  }

  private void print(
      CertificatesConfig certificates,
      List<Path> made,
      Optional<SigningPair> pair,
      PrintWriter out) {
    made.forEach(file -> out.println("made " + file));
    for (String name : names) {
      out.println();
      out.println(
          "# tidemark.yaml of %s, with %s.pem, %s.key and ca.pem copied there"
              .formatted(name, name, name));
      YamlLines.of(settings(certificates, name, pair)).forEach(out::println);
    }
    out.println();
    out.println(
        "ca.key makes more certificates: it belongs on none of the nodes. The files are good for 825"
            + " days.");
  }

  private Map<String, Object> json(
      CertificatesConfig certificates, List<Path> made, Optional<SigningPair> pair) {
    Map<String, Object> nodes = new LinkedHashMap<>();
    names.forEach(name -> nodes.put(name, settings(certificates, name, pair)));
    return Map.of("files", made.stream().map(Path::toString).toList(), "settings", nodes);
  }

  /** What to set on one node. */
  private Map<String, String> settings(
      CertificatesConfig certificates, String name, Optional<SigningPair> pair) {
    QuicConfig.Identity identity = certificates.identity(name);
    boolean pushes = name.equals(names.get(0));
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(QuicSettings.CERTIFICATE.name(), identity.certificates().toString());
    settings.put(QuicSettings.KEY.name(), identity.key().toString());
    settings.put(QuicSettings.CA.name(), identity.authority().toString());
    if (!pushes) {
      settings.put(EdgeSettings.PEERS.name(), names.get(0));
    }
    pair.ifPresent(
        each ->
            settings.put(
                pushes ? PublishSettings.SIGNING_KEY.name() : EdgeSettings.TRUSTED_KEYS.name(),
                (pushes ? each.secret() : each.open()).toString()));
    return settings;
  }
}
