package dev.tidemark.app.sample;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names and prose of companies that do not exist. Every address ends in a reserved domain. */
final class Words {

  private static final String[] HEAD = {
    "Vel", "Tar", "Quor", "Bryn", "Sund", "Mor", "Kelv", "Osta", "Fenn", "Lyr", "Zan", "Ild",
    "Pran", "Hæl", "Grüm", "Çel", "Ñand", "Živ", "Øst", "Wyx"
  };
  private static final String[] MIDDLE = {
    "mo", "ni", "va", "dri", "qua", "lo", "shu", "be", "ra", "te", "xi", "fo", "gué", "po", "zu"
  };
  private static final String[] TAIL = {
    "ra", "th", "vex", "lund", "nor", "dis", "quin", "mar", "ska", "tel", "wick", "brå", "zon",
    "lis", "gard", "pex"
  };
  private static final String[] TRADE = {
    "Networks", "Telecom", "Fiber", "Broadband", "Hosting", "Cloud", "Data", "Carrier Services",
    "Internet", "Connect", "Systems", "Online", "Réseaux", "Telecomunicações", "通信", "网络"
  };
  private static final String[] LEGAL = {
    "", "", "", " Ltd", " LLC", " GmbH", " S.A.", " AB", " Pty Ltd", " B.V.", " Inc.", " 株式会社"
  };
  private static final String[] SENTENCE = {
    "Please send peering requests by mail and include your network number.",
    "We answer within two working days.",
    "Sessions are set up with a maximum prefix limit; tell us before you announce more.",
    "Nous préférons les sessions par serveur de routes.",
    "Bitte die Störungsstelle nur bei Ausfällen anrufen.",
    "Cross connects are ordered through the building's own desk.",
    "新しい接続は毎月第一週に開通します。",
    "Atendimento 24 horas por dia, sete dias por semana ☎.",
    "Traffic is balanced between both sites, and maintenance is announced a week ahead 🚧.",
    "Private interconnects are considered from ten gigabits per second upwards.\n",
    "We support large communities and graceful shutdown.",
    "The north hall is reached over the loading ramp; bring an identity card 🪪."
  };

  private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");

  private final Dice dice;

  Words(Dice dice) {
    this.dice = dice;
  }

  /** One invented word, such as a brand would be. */
  String brand() {
    return dice.pick(HEAD) + dice.pick(MIDDLE) + dice.pick(TAIL);
  }

  String company() {
    return brand() + " " + dice.pick(TRADE) + dice.pick(LEGAL);
  }

  /** A host name for {@code name}: plain letters, under a reserved domain. */
  static String host(String name) {
    String plain = OTHER.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    return (plain.isEmpty() ? "net" : plain) + ".example";
  }

  static String website(String name) {
    return "https://www." + host(name);
  }

  String mail(String role) {
    return role + dice.between(1, 9_999) + "@" + dice.pick("example.net", "example.org");
  }

  String phone() {
    return "+1555" + dice.between(1_000_000, 9_999_999);
  }

  String person() {
    return brand() + " " + brand();
  }

  /** Up to {@code most} sentences, at least one. */
  String notes(int most) {
    StringBuilder text = new StringBuilder();
    for (int left = dice.between(1, most); left > 0; left--) {
      text.append(text.isEmpty() ? "" : " ").append(dice.pick(SENTENCE));
    }
    return text.toString();
  }

  String street() {
    return dice.between(1, 400) + " " + brand() + " " + dice.pick("Street", "Straße", "Avenida");
  }

  String zipcode() {
    return String.valueOf(dice.between(10_000, 99_999));
  }
}
