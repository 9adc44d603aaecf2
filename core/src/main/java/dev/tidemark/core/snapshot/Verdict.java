package dev.tidemark.core.snapshot;

/**
 * What a subscriber says of a snapshot that was offered or sent.
 *
 * @param text why, for people; empty where the code says all. No more than 1,000 characters.
 */
public record Verdict(Code code, String text) {

  private static final int LONGEST = 1_000;

  /** The kinds of verdicts. Their names are on the wire. */
  public enum Code {
    /** Verified, and served from now on. */
    ACCEPTED,
    /** Its content is what is served already. */
    ALREADY_HAVE,
    /** Larger than is taken here, or not as large as was said. */
    REJECTED_SIZE,
    /** Not the file that was announced. */
    REJECTED_HASH,
    /** No newer than what was taken before, too old, or from the future. */
    REJECTED_OLD,
    /** No snapshot, damaged, or not with the tables that are expected here. */
    REJECTED_SCHEMA,
    /** Not signed by a trusted key, not by a peer that may, or not a name that is taken here. */
    REJECTED_AUTH,
    /** No room, or the disk fails. */
    REJECTED_DISK,
    /** Too many at once, or too often; later it may be taken. */
    REJECTED_BUSY,
    /** Not said as the protocol wants it. */
    REJECTED_PROTOCOL,
    /** It broke here; that is not the fault of the snapshot. */
    FAILED;

    /** Whether the subscriber has the content now. */
    public boolean isGood() {
      return this == ACCEPTED || this == ALREADY_HAVE;
    }
  }

  public Verdict {
    text = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  public static Verdict of(Code code) {
    return new Verdict(code, "");
  }

  /** {@code REJECTED_OLD: 3-4 was taken before}. */
  @Override
  public String toString() {
    return text.isEmpty() ? code.name() : code + ": " + text;
  }
}
