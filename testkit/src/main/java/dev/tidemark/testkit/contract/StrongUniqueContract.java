package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.schema.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No two rows share what is unique, and who tries learns of which fields, but of no values. */
public interface StrongUniqueContract extends StrongStoreFixture {

  @Test
  default void insert_takenValue_isAConflictThatTellsFieldsAndNoValues() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insert(StateSample.platform("key-1", "secret name"));

    assertThatThrownBy(() -> rows.insert(StateSample.platform("key-2", "secret name")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContainingAll("platforms", "name")
        .message()
        .doesNotContain("secret", "key-1", "key-2");
    assertThat(rows.rows(StateSample.PLATFORM)).hasSize(1);
  }

  @Test
  default void insert_takenValue_leavesNothingOfItsTransaction() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row first = StateSample.platform("p", "one");
    rows.insert(first);

    assertThatThrownBy(
            () ->
                rows.insertAll(
                    List.of(
                        StateSample.subscription("s"),
                        StateSample.platform("q", "two"),
                        StateSample.platform("r", "one"))))
        .isInstanceOf(ConflictException.class);

    assertThat(rows.rows(StateSample.PLATFORM)).containsExactly(first);
    assertThat(rows.rows(StateSample.SUBSCRIPTION)).isEmpty();
  }

  @Test
  default void update_takenValue_isAConflict() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row second = StateSample.platform("q", "two");
    rows.insertAll(List.of(StateSample.platform("p", "one"), second));

    assertThatThrownBy(() -> rows.update(StateSample.platform("q", "one"), 1))
        .isInstanceOf(ConflictException.class)
        .hasMessageContainingAll("platforms", "name");

    assertThat(rows.find(second.type(), second.key()).orElseThrow().version()).isEqualTo(1);
  }

  /** A version that is not the expected one is found first; the values are not looked at. */
  @Test
  default void update_takenValueInAnotherVersion_isNoConflict() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insertAll(List.of(StateSample.platform("p", "one"), StateSample.platform("q", "two")));

    assertThat(rows.update(StateSample.platform("q", "one"), 7)).isFalse();
  }

  @Test
  default void update_ownValue_isNoConflict() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insert(StateSample.platform("p", "one"));
    Row noted = StateSample.row(StateSample.PLATFORM, "id", "p", "name", "one", "note", "new");

    assertThat(rows.update(noted, 1)).isTrue();
    assertThat(rows.rows(StateSample.PLATFORM)).containsExactly(noted);
  }

  @Test
  default void insert_valueThatWasFreed_isNoConflict() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row first = StateSample.platform("p", "one");
    rows.insert(first);
    rows.update(StateSample.platform("p", "uno"), 1);

    assertThat(rows.insert(StateSample.platform("q", "one"))).isTrue();
  }

  @Test
  default void insert_valuesThatLookAlike_areNoConflict() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    List<Row> alike =
        List.of(
            StateSample.platform("1", "name"),
            StateSample.platform("2", "Name"),
            StateSample.platform("3", "name "),
            StateSample.platform("4", "nam\u00e9"),
            StateSample.platform("5", "name\u0301"));

    rows.insertAll(alike);

    assertThat(rows.rows(StateSample.PLATFORM)).containsExactlyElementsOf(alike);
  }

  @Test
  default void insert_severalFields_conflictsInAllOfThemTogether() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insertAll(
        List.of(
            StateSample.account("a", 1, "owner", "me"),
            StateSample.account("a", 2, "owner", "you"),
            StateSample.account("b", 1, "owner", "me")));

    assertThatThrownBy(() -> rows.insert(StateSample.account("a", 3, "owner", "me")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContainingAll("accounts", "realm", "owner");
  }

  /** Null is no value, so nobody shares it. */
  @Test
  default void insert_nullInAUniqueField_conflictsWithNothing() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));

    rows.insertAll(List.of(StateSample.account("a", 1), StateSample.account("a", 2)));

    assertThat(rows.rows(StateSample.ACCOUNT)).hasSize(2);
  }

  @Test
  default void insert_nullWhereNoneMayBe_isAConflictThatTellsTheField() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row broken = StateSample.withNull(StateSample.platform("secret", "one"), "name");

    assertThatThrownBy(() -> rows.insertAll(List.of(StateSample.subscription("s"), broken)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContainingAll("platforms", "name")
        .message()
        .doesNotContain("secret");
    assertThat(rows.rows(StateSample.SUBSCRIPTION)).isEmpty();
  }
}
