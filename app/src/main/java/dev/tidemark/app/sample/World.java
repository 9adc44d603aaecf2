package dev.tidemark.app.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who is who in the invented data: what rows of other types repeat of a row, and who is linked to
 * whom. Lists are in the order of the live ids.
 */
record World(
    Map<Kind, Ids> ids,
    List<Org> orgs,
    List<Site> campuses,
    List<Site> pendingCampuses,
    List<Site> sites,
    List<Named> carriers,
    List<Exchange> exchanges,
    List<Network> networks,
    Links links) {

  private static final int PENDING = 2;
  private static final long FIRST_16_BIT = 64_512;
  private static final int LAST_16_BIT = 1_000;
  private static final long FIRST_32_BIT = 4_200_000_000L;

  /** An organisation. */
  record Org(long id, String name, City city) {}

  /** A campus or a facility. */
  record Site(long id, String name, Org org, City city) {}

  /** A carrier. */
  record Named(long id, String name, Org org) {}

  /** An exchange and its one LAN, which has the same id. */
  record Exchange(long id, String name, Org org, City city) {}

  /** A network. */
  record Network(long id, long asn, String name, Org org) {}

  static World of(double scale, long seed) {
    return new Maker(Ids.of(scale, seed), Dice.of(seed, "world")).world(seed);
  }

  Ids ids(Kind kind) {
    return Objects.requireNonNull(ids.get(kind), "ids");
  }

  /** Makes up one after the other. */
  private record Maker(Map<Kind, Ids> ids, Dice dice, Words words, List<Org> orgs) {

    Maker(Map<Kind, Ids> ids, Dice dice) {
      this(ids, dice, new Words(dice), new ArrayList<>());
    }

    World world(long seed) {
      live(Kind.ORG).forEach(id -> orgs.add(new Org(id, words.company(), dice.pick(City.LIST))));
      List<Site> campuses = live(Kind.CAMPUS).stream().map(this::campus).toList();
      return new World(
          ids,
          orgs,
          campuses,
          pendingCampuses(),
          live(Kind.FAC).stream().map(this::site).toList(),
          live(Kind.CARRIER).stream().map(this::carrier).toList(),
          live(Kind.IX).stream().map(this::exchange).toList(),
          networks(),
          Links.of(ids, Dice.of(seed, "links")));
    }

    private List<Long> live(Kind kind) {
      return Objects.requireNonNull(ids.get(kind), "ids").live();
    }

    private List<Site> pendingCampuses() {
      List<Long> live = live(Kind.CAMPUS);
      long last = live.get(live.size() - 1);
      List<Site> pending = new ArrayList<>();
      for (int next = 1; next <= PENDING; next++) {
        pending.add(campus(last + next));
      }
      return pending;
    }

    private Site campus(long id) {
      Org org = dice.pick(orgs);
      return new Site(id, words.brand() + " Campus " + org.city().name(), org, org.city());
    }

    private Site site(long id) {
      Org org = dice.pick(orgs);
      City city = dice.pick(City.LIST);
      String hall = city.country() + dice.between(1, 29);
      return new Site(id, words.brand() + " " + hall + " - " + city.name(), org, city);
    }

    private Named carrier(long id) {
      Org org = dice.pick(orgs);
      return new Named(id, words.brand() + " Carrier", org);
    }

    private Exchange exchange(long id) {
      City city = dice.pick(City.LIST);
      return new Exchange(id, words.brand() + "-IX " + city.name(), dice.pick(orgs), city);
    }

    private List<Network> networks() {
      List<Network> networks = new ArrayList<>();
      for (long id : live(Kind.NET)) {
        Org org = dice.pick(orgs);
        String name = dice.chance(0.5) ? org.name() : words.company();
        networks.add(new Network(id, asn(networks.size()), name, org));
      }
      return networks;
    }

    /** Numbers for private use: some of 16 bits, the others past the range of a signed 32. */
    private static long asn(int index) {
      return index < LAST_16_BIT ? FIRST_16_BIT + index : FIRST_32_BIT + index * 7L;
    }
  }
}
