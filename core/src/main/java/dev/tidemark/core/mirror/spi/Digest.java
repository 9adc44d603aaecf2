package dev.tidemark.core.mirror.spi;

/**
 * What a set of rows amounts to, whatever their order. Equal sets have equal digests; that two that
 * differ have the same one is as likely as any other number of 64 bits.
 *
 * @param sum of the hashes of the rows, modulo 2^64
 */
public record Digest(long count, long sum) {

  /** Of no row. */
  public static final Digest EMPTY = new Digest(0, 0);

  /** With one more row. */
  public Digest plus(long hash) {
    return new Digest(count + 1, sum + hash);
  }

  /** Of both sets, which have no row in common. */
  public Digest plus(Digest other) {
    return new Digest(count + other.count, sum + other.sum);
  }

  /** Of this set without a part of it. */
  public Digest minus(Digest part) {
    return new Digest(count - part.count, sum - part.sum);
  }

  /** The count and the sum as 16 hexadecimal digits: {@code 42:00ff...}. */
  public String text() {
    return "%d:%016x".formatted(count, sum);
  }
}
