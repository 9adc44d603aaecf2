package dev.tidemark.testkit.snapshot.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.SubscriberPolicy.Limits;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Inbox.Reception;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much is taken at once, and in passing. */
final class AdmissionTest {

  @Test
  void receptions_ofOnePeer_areTwoOfEachName() {
    Edge edge = new Edge(SubscriberPolicy.taking(Edge.NAME, "other"));
    Reception one = edge.wanted(Announced.small(1));
    Reception two = edge.wanted(Announced.small(2));

    assertThat(edge.decided(Announced.small(3)))
        .isEqualTo(
            new Verdict(
                Code.REJECTED_BUSY,
                "2 of them are coming in from origin already; try again later"));
    Reception another = edge.wanted(Announced.named(Announced.small(3), "other"));
    Reception foreign = edge.wanted(Announced.small(3), "relay");

    one.close();
    Reception next = edge.wanted(Announced.small(3));
    List.of(two, another, foreign, next).forEach(Reception::close);
    edge.assertTidy();
  }

  @Test
  void receptions_ofAll_areEight() {
    Edge edge = new Edge();
    List<Reception> open = new ArrayList<>();
    for (int peer = 0; peer < 8; peer++) {
      open.add(edge.wanted(Announced.small(1), "peer-" + peer));
    }

    assertThat(edge.decided(Announced.small(1)))
        .isEqualTo(
            new Verdict(Code.REJECTED_BUSY, "8 snapshots are coming in already; try again later"));

    Edge.send(open.get(0), Announced.small(1));
    assertThat(open.get(0).complete().code()).isEqualTo(Code.ACCEPTED);
    edge.wanted(Announced.small(2)).close();
    open.forEach(Reception::close);
    edge.assertTidy();
  }

  /** Whatever ends it, a seat is free again, and only one. */
  @Test
  void receptions_thatEnd_freeTheirSeats() {
    Edge edge = new Edge();
    for (int round = 1; round <= 20; round++) {
      Reception reception = edge.wanted(Announced.small(round));
      if (round % 3 == 0) {
        reception.complete();
      } else if (round % 3 == 1) {
        Edge.send(reception, Announced.small(round));
        reception.complete();
      }
      reception.close();
      reception.close();
    }

    edge.wanted(Announced.small(21));
    edge.wanted(Announced.small(22));
    assertThat(edge.decided(Announced.small(23)).code()).isEqualTo(Code.REJECTED_BUSY);
  }

  @Test
  void offers_tooOften_areRejectedForAWhile() {
    Edge edge = Edge.within(new Limits(8, 2, 3, 1_000_000));
    edge.push(Announced.small(1));
    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.ALREADY_HAVE);
    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.ALREADY_HAVE);

    assertThat(edge.push(Announced.small(1)))
        .isEqualTo(
            new Verdict(
                Code.REJECTED_BUSY, "more than 3 offers a minute from origin; try again later"));
    assertThat(edge.deliver(edge.network.transport("relay"), Announced.small(1)).verdict().code())
        .as("somebody else")
        .isEqualTo(Code.ALREADY_HAVE);

    edge.clock.advance(Duration.ofSeconds(20));
    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.ALREADY_HAVE);
    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.REJECTED_BUSY);
  }

  @Test
  void offers_whenTheClockIsSet_areNotRejectedForLong() {
    Edge edge = Edge.within(new Limits(8, 2, 1, 1_000_000));
    edge.push(Announced.small(1));
    edge.clock.advance(Duration.ofMinutes(-4));
    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.REJECTED_BUSY);

    edge.clock.advance(Duration.ofMinutes(1));

    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.ALREADY_HAVE);
  }

  @Test
  void bytes_tooMany_areRejectedForAWhile() {
    Edge edge = Edge.within(new Limits(8, 2, 1_000, 15_000));
    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.ACCEPTED);
    assertThat(edge.push(Announced.small(2)).code())
        .as("what has begun is taken to its end")
        .isEqualTo(Code.ACCEPTED);

    assertThat(edge.push(Announced.small(3)))
        .isEqualTo(
            new Verdict(
                Code.REJECTED_BUSY, "more than 15000 bytes an hour from origin; try again later"));
    assertThat(edge.push(Announced.small(2)).code())
        .as("that costs nothing")
        .isEqualTo(Code.ALREADY_HAVE);

    edge.clock.advance(Duration.ofMinutes(21));
    assertThat(edge.push(Announced.small(3)).code()).isEqualTo(Code.ACCEPTED);
  }

  /** Bytes of what was never whole count, too. */
  @Test
  void bytes_ofWhatFailed_count() {
    Edge edge = Edge.within(new Limits(8, 2, 1_000, 10_000));
    Reception reception = edge.wanted(Announced.small(1));
    Edge.send(reception, Announced.small(1));
    reception.close();

    assertThat(edge.decided(Announced.small(1)).code()).isEqualTo(Code.REJECTED_BUSY);
  }

  /** A peer that is forgotten had spent nothing. */
  @Test
  void peers_inMultitudes_areCountedAllTheSame() {
    Edge edge = Edge.within(new Limits(8, 2, 1, 1_000_000));
    for (int peer = 0; peer < 3_000; peer++) {
      edge.subscriber.offered(Announced.named(Announced.small(1), "x").manifest(), "p" + peer);
    }

    for (int peer = 0; peer < 3_000; peer += 500) {
      var answer =
          edge.subscriber.offered(Announced.named(Announced.small(1), "x").manifest(), "p" + peer);
      assertThat(answer.toString()).contains("REJECTED_BUSY");
    }
  }
}
