package dev.tidemark.app.sample;

/** Addresses of exchange LANs, out of ranges that are for private use and for documentation. */
final class Addresses {

  private static final int LAN_BITS = 11;
  private static final int TEN = 10 << 24;

  private Addresses() {}

  static String prefix4(int lan) {
    return dotted(TEN + (lan << LAN_BITS)) + "/" + (32 - LAN_BITS);
  }

  static String prefix6(int lan) {
    return "2001:db8:" + Integer.toHexString(lan) + "::/64";
  }

  /** The address of the member that is {@code seat}th on its LAN, counted from 0. */
  static String member4(int lan, int seat) {
    return dotted(TEN + (lan << LAN_BITS) + 1 + seat);
  }

  static String member6(int lan, int seat) {
    return "2001:db8:"
        + Integer.toHexString(lan)
        + "::a500:"
        + Integer.toHexString(seat + 1)
        + ":1";
  }

  private static String dotted(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 255)
        + "."
        + (address >>> 8 & 255)
        + "."
        + (address & 255);
  }
}
