package dev.tidemark.app.sample;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The thirteen types of PeeringDB, parents first, with the rows of the reference fixture. */
enum Kind {
  ORG(35_000, Map.of()),
  CAMPUS(600, Map.of("org_id", ORG)),
  FAC(8_000, Map.of("org_id", ORG)),
  CARRIER(2_500, Map.of("org_id", ORG)),
  CARRIERFAC(4_000, Map.of("carrier_id", CARRIER, "fac_id", FAC)),
  IX(1_500, Map.of("org_id", ORG)),
  IXLAN(1_500, Map.of("ix_id", IX)),
  IXPFX(3_000, Map.of("ixlan_id", IXLAN)),
  IXFAC(8_000, Map.of("ix_id", IX, "fac_id", FAC)),
  NET(35_000, Map.of("org_id", ORG)),
  POC(30_000, Map.of("net_id", NET)),
  NETFAC(35_000, Map.of("net_id", NET, "fac_id", FAC)),
  NETIXLAN(200_000, Map.of("net_id", NET, "ixlan_id", IXLAN));

  private static final int FEWEST = 5;

  private final int reference;
  private final Map<String, Kind> parents;

  Kind(int reference, Map<String, Kind> parents) {
    this.reference = reference;
    this.parents = parents;
  }

  /** The name in the API. */
  String type() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Live rows at {@code scale}, where 1 is the reference fixture; never fewer than a few. */
  int rows(double scale) {
    return (int) Math.max(FEWEST, Math.round(reference * scale));
  }

  /** The fields without whose row this one cannot exist. */
  Map<String, Kind> parents() {
    return parents;
  }

  static List<String> types() {
    return List.of(values()).stream().map(Kind::type).toList();
  }
}
