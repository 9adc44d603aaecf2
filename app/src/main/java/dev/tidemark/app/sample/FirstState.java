package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The invented data as it is at the start: live rows, the tombstones of the past, the pending. */
final class FirstState {

  private final World world;
  private final long seed;

  private FirstState(double scale, long seed) {
    this.world = World.of(scale, seed);
    this.seed = seed;
  }

  static SampleState of(double scale, long seed) {
    FirstState first = new FirstState(scale, seed);
    Map<String, SampleTable> tables = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      tables.put(kind.type(), SampleTable.of(kind.type(), first.rows(kind)));
    }
    return new SampleState(tables);
  }

  private List<SampleRow> rows(Kind kind) {
    Dice dice = Dice.of(seed, "rows of " + kind);
    Maker maker = maker(kind, dice);
    List<SampleRow> rows = new ArrayList<>();
    for (int index = 0; index < world.ids(kind).live().size(); index++) {
      rows.add(PeeringRow.of(kind, maker.fields(index), dice.stamps(), SampleRow.OK));
    }
    for (long id : world.ids(kind).dead()) {
      ObjectNode fields = maker.fields(dice.between(0, 2));
      rows.add(dead(kind, fields.put("id", id), dice.stamps()));
    }
    if (kind == Kind.CAMPUS) {
      rows.addAll(pending(dice));
    }
    rows.sort(Comparator.comparingLong(SampleRow::id));
    return rows;
  }

  private static SampleRow dead(Kind kind, ObjectNode fields, PeeringRow.Stamps stamps) {
    if (kind == Kind.IXLAN) {
      fields.set("ix_id", fields.get("id"));
    }
    Tombstones.scrub(kind, fields);
    return PeeringRow.of(kind, fields, stamps, SampleRow.DELETED);
  }

  private List<SampleRow> pending(Dice dice) {
    SiteRows sites = new SiteRows(world, dice);
    return world.pendingCampuses().stream()
        .map(site -> sites.campus(site))
        .map(row -> PeeringRow.of(Kind.CAMPUS, row, dice.stamps(), SampleRow.PENDING))
        .toList();
  }

  /** Makes the fields of the row that is the index'th of its type. */
  private interface Maker {
    ObjectNode fields(int index);
  }

  private Maker maker(Kind kind, Dice dice) {
    OrgRows orgs = new OrgRows(world, dice);
    SiteRows sites = new SiteRows(world, dice);
    CarrierRows carriers = new CarrierRows(world, dice);
    ExchangeRows exchanges = new ExchangeRows(world, dice);
    NetworkRows networks = new NetworkRows(world, dice);
    return switch (kind) {
      case ORG -> orgs::org;
      case CAMPUS -> index -> sites.campus(world.campuses().get(index));
      case FAC -> sites::facility;
      case CARRIER -> carriers::carrier;
      case CARRIERFAC -> carriers::presence;
      case IX -> exchanges::exchange;
      case IXLAN -> exchanges::lan;
      case IXPFX -> exchanges::prefix;
      case IXFAC -> exchanges::facility;
      case NET -> networks::network;
      case POC -> networks::contact;
      case NETFAC -> networks::facility;
      case NETIXLAN -> networks::port;
    };
  }
}
