package dev.tidemark.core.snapshot;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of PEM text. What is outside of them is a remark. */
final class Pem {

  static final String PRIVATE = "PRIVATE KEY";
  static final String PUBLIC = "PUBLIC KEY";

  private static final int LONGEST = 1_000_000;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private final List<Block> blocks;

  private Pem(List<Block> blocks) {
    this.blocks = blocks;
  }

  private record Block(String label, String base64) {}

  /**
   * @param what it is, for messages: {@code signing key}
   * @throws IllegalArgumentException if there is no block, or it is too long
   */
  static Pem of(String what, String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(what + ": expected PEM text, found far too much text");
    }
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException(
          what + ": expected PEM text with a block -----BEGIN ...-----, found none");
    }
    return new Pem(blocks);
  }

  static String write(String label, byte[] content) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n"
        .formatted(label, lines.encodeToString(content));
  }

  List<String> labels() {
    return blocks.stream().map(Block::label).toList();
  }

  /**
   * The contents of all blocks of this kind.
   *
   * @throws IllegalArgumentException if one is no Base64
   */
  List<byte[]> contents(String label) {
    return blocks.stream()
        .filter(block -> block.label().equals(label))
        .map(block -> Base64.getMimeDecoder().decode(block.base64()))
        .toList();
  }
}
