package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.ManifestSigner;
import dev.tidemark.core.snapshot.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshot files, targets and certificates, with real files. */
final class SnapshotCommandsTest {

  @AutoClose private final SnapshotSite site;
  private String printed = "";

  SnapshotCommandsTest(@TempDir Path directory) throws IOException {
    site = new SnapshotSite(directory);
  }

  @Test
  void list_nothingSpecified_saysHowTo() throws IOException {
    site.configure("");

    assertThat(site.run("snapshot", "list")).isZero();
    assertThat(site.out.lines())
        .startsWith("no snapshot is specified; this in tidemark.yaml makes one:");
    assertThat(site.run("publish", "--once")).isEqualTo(2);
    assertThat(site.err).contains("snapshot list says how to");
  }

  /** What it says is read as what it says. */
  @Test
  void list_howTo_isASpecification() throws IOException {
    String text =
        String.join(
            "\n", SnapshotNames.HOW_TO.stream().skip(1).map(line -> line.substring(2)).toList());
    site.configure(
        text.replace("org: {}", "author: {}")
            .replace("net: {where: \"status = 'ok'\"}", "book: {}"));

    assertThat(site.run("config")).isZero();
    assertThat(site.out.lines())
        .anySatisfy(
            line ->
                assertThat(line).matches("snapshots.public +author, book +.*tidemark.yaml:\\d+ .*"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches("snapshots.public.targets.edge-1 +edge-1.example:9443 tidemark .*"));
    assertThat(site.run("config", "--json")).isZero();
    assertThat(site.json().at("/snapshots.public/value").asText()).isEqualTo("author, book");
  }

  @Test
  void build_thenListInspectAndVerify_tellOfTheSameFile() throws IOException {
    site.run("sync");

    assertThat(site.run("snapshot", "build", "public")).isZero();
    assertThat(site.out).contains("built from the start");
    assertThat(site.run("snapshot", "list")).isZero();
    assertThat(site.out.lines()).hasSize(2).last().asString().matches("public +\\d+-1 .* served");

    String file = file().toString();
    assertThat(site.run("snapshot", "inspect", file)).isZero();
    assertThat(site.out.lines())
        .contains("snapshot       public")
        .anySatisfy(line -> assertThat(line).matches("author +2  id, name, updated"));
    assertThat(site.run("snapshot", "inspect", file, "--json")).isZero();
    assertThat(site.json().at("/sound").asBoolean()).isTrue();
    assertThat(site.json().at("/snapshot/name").asText()).isEqualTo("public");
    assertThat(site.json().at("/tables/0/rows").asLong()).isEqualTo(2);
    assertThat(site.run("snapshot", "verify", file)).isZero();
    assertThat(site.out).isEqualTo(file + ": sound\n");
    assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1))
        .doesNotContain("hidden-thing", "author 3");
  }

  @Test
  void build_unknownName_saysWhatWasMeant() {
    assertThat(site.run("snapshot", "build", "publik")).isEqualTo(2);
    assertThat(site.err).contains("publik: no such snapshot; did you mean \"public\"?");
  }

  @Test
  void verify_damagedFile_tellsWhatIsWrongWithoutAConfiguration() throws IOException {
    site.run("sync");
    site.run("snapshot", "build", "public");
    Path copy = site.directory.resolve("copy.db");
    String bytes = Files.readString(file(), StandardCharsets.ISO_8859_1);
    Files.writeString(copy, bytes.replace("author 1", "author 9"), StandardCharsets.ISO_8859_1);
    Files.writeString(site.directory.resolve("tidemark.yaml"), "nonsense: [");

    assertThat(site.run("snapshot", "verify", copy.toString())).isEqualTo(1);
    assertThat(site.err).startsWith(copy + ": ");
    assertThat(site.run("snapshot", "verify", copy.toString(), "--json")).isEqualTo(1);
    assertThat(site.json().at("/problems")).isNotEmpty();
  }

  @Test
  void verify_noFileOrNoDatabase_isRefused() throws IOException {
    Path text = Files.writeString(site.directory.resolve("text.db"), "no database");

    assertThat(site.run("snapshot", "verify", site.directory.resolve("nowhere.db").toString()))
        .isEqualTo(1);
    assertThat(site.err).contains("nowhere.db");
    assertThat(site.run("snapshot", "verify", text.toString())).isEqualTo(1);
    assertThat(site.err).startsWith(text + ": ");
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(site.data().resolve("snapshots/public"))) {
      return files.filter(each -> each.toString().endsWith(".db")).findFirst().orElseThrow();
    }
  }

  @Test
  void targets_inTheState_comeAndGo() throws IOException {
    site.run("sync");
    assertThat(site.run("targets", "list")).isZero();
    assertThat(site.out).isEqualTo("no target is written down; targets add makes one\n");

    assertThat(site.run("targets", "add", "public", "edge-1", "edge-1.example:9443")).isZero();
    assertThat(site.run("targets", "add", "public", "old", "h:1", "--strategy", "dbsync", "--json"))
        .isZero();
    assertThat(site.json().at("/strategy").asText()).isEqualTo("dbsync");
    assertThat(site.run("targets", "disable", "public", "old")).isZero();
    site.run("targets", "list");
    assertThat(site.out.lines())
        .containsExactly(
            "snapshot  target  strategy  endpoint             state     has  written down in",
            "public    edge-1  tidemark  edge-1.example:9443  waiting   -    state",
            "public    old     dbsync    h:1                  disabled  -    state");

    assertThat(site.run("targets", "enable", "public", "old")).isZero();
    assertThat(site.run("targets", "remove", "public", "edge-1")).isZero();
    site.run("targets", "list", "--json");
    assertThat(site.json()).hasSize(1);
    assertThat(site.json().at("/0/state").asText()).isEqualTo("waiting");
  }

  @Test
  void targets_wrongInput_isRefusedWithWhatWasMeant() throws IOException {
    site.run("sync");
    assertThat(site.run("targets", "add", "pubic", "edge-1", "h:1")).isEqualTo(2);
    assertThat(site.err).contains("did you mean \"public\"?");
    assertThat(site.run("targets", "add", "public", "Edge", "nowhere", "--strategy", "tide"))
        .isEqualTo(2);
    assertThat(site.err.lines()).hasSize(4).first().isEqualTo("error: target Edge has 3 problems");
    assertThat(site.run("targets", "add", "public", "edge-1", "h:1")).isZero();
    assertThat(site.run("targets", "add", "public", "edge-1", "h:2")).isEqualTo(1);
    assertThat(site.err).contains("there is one of this name, at h:1");
    assertThat(site.run("targets", "remove", "public", "edge-2")).isEqualTo(1);
    assertThat(site.err).contains("did you mean \"edge-1\"?");
  }

  @Test
  void targets_ofTheConfiguration_areChangedThere() throws IOException {
    site.run("sync");
    site.run("targets", "add", "public", "edge-1", "h:1");
    site.configure(
        SnapshotSite.SNAPSHOT
            + "    targets: [{name: edge-1, endpoint: \"h:2\"}]\n"
            + site.certified());

    assertThat(site.run("targets", "remove", "public", "edge-1")).isEqualTo(2);
    assertThat(site.err).contains("below snapshots.public.targets; change it there");
    site.run("targets", "list");
    assertThat(site.out.lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).matches("public +edge-1 .*h:2 .*configuration"))
        .last()
        .asString()
        .matches("public +edge-1 .*h:1 +ignored +- +state, behind the configuration");
  }

  @Test
  void certs_init_saysWhatToWriteAndKeepsWhatIsThere() throws IOException {
    String directory = site.directory.resolve("made").toString();

    assertThat(site.run("certs", "init", directory, "--names", "origin,edge-7", "--signing"))
        .isZero();
    assertThat(site.out).contains("made " + directory + "/edge-7.pem", "peers: \"origin\"");
    site.configure(block("# tidemark.yaml of origin"));
    assertThat(site.run("config")).isZero();
    site.configure(block("# tidemark.yaml of edge-7"));
    assertThat(site.run("config")).isZero();
    ManifestSigner signer = ManifestSigner.of(Files.readString(Path.of(directory, "signing.key")));
    assertThat(TrustedKeys.of(List.of(Files.readString(Path.of(directory, "signing.pub")))).keys())
        .containsExactly(signer.key());

    assertThat(site.run("certs", "init", directory, "--signing")).isEqualTo(2);
    assertThat(site.err).contains("signing.key already, which is not replaced");
    assertThat(site.run("certs", "init", directory)).isEqualTo(2);
    assertThat(site.run("certs", "init", directory + "2", "--json")).isZero();
    assertThat(site.json().at("/settings/edge-1/edge.peers").asText()).isEqualTo("origin");
    assertThat(site.json().at("/files")).hasSize(6);
  }

  /** The settings that are printed below this line. */
  private String block(String heading) {
    printed = printed.isEmpty() ? site.out : printed;
    return String.join(
        "\n",
        printed
            .lines()
            .dropWhile(line -> !line.startsWith(heading))
            .skip(1)
            .takeWhile(line -> !line.isEmpty())
            .toList());
  }
}
