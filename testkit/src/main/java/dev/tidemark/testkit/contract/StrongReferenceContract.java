package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.RowKey;
import org.junit.jupiter.api.Test;

/** A store can tell whether anybody refers to a row. */
public interface StrongReferenceContract extends StrongStoreFixture {

  Reference PLATFORM_OF_ACCOUNT = StateSample.ACCOUNT.references().get(0);
  Reference SPONSOR_OF_ACCOUNT = StateSample.ACCOUNT.references().get(1);
  Reference ACCOUNT_OF_INVOICE = StateSample.INVOICE.references().get(0);

  @Test
  default void isReferredTo_byNobodyOrByOthers_isFalse() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    assertThat(isReferredTo(rows, PLATFORM_OF_ACCOUNT, "p")).isFalse();

    rows.insert(StateSample.account("a", 1, "platform_id", "q"));

    assertThat(isReferredTo(rows, PLATFORM_OF_ACCOUNT, "p")).isFalse();
    assertThat(isReferredTo(rows, PLATFORM_OF_ACCOUNT, "q")).isTrue();
  }

  @Test
  default void isReferredTo_throughAnotherReference_isFalse() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insert(StateSample.account("a", 1, "platform_id", "p"));

    assertThat(isReferredTo(rows, SPONSOR_OF_ACCOUNT, "p")).isFalse();
  }

  @Test
  default void isReferredTo_conditional_isTrueWhileTheConditionHolds() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insert(StateSample.account("a", 1, "sponsor_id", "p", "active", false));
    assertThat(isReferredTo(rows, SPONSOR_OF_ACCOUNT, "p")).isFalse();

    rows.update(StateSample.account("a", 1, "sponsor_id", "p", "active", true), 1);

    assertThat(isReferredTo(rows, SPONSOR_OF_ACCOUNT, "p")).isTrue();
  }

  @Test
  default void isReferredTo_composite_needsEveryField() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insert(StateSample.row(StateSample.INVOICE, "id", 1L, "realm", "a", "number", 1L));
    rows.insert(StateSample.row(StateSample.INVOICE, "id", 2L, "realm", "b"));
    rows.insert(StateSample.row(StateSample.INVOICE, "id", 3L));

    assertThat(isReferredTo(rows, ACCOUNT_OF_INVOICE, "a", 1L)).isTrue();
    assertThat(isReferredTo(rows, ACCOUNT_OF_INVOICE, "a", 2L)).isFalse();
    assertThat(isReferredTo(rows, ACCOUNT_OF_INVOICE, "b", 1L)).isFalse();
  }

  @Test
  default void isReferredTo_seesWhatItsTransactionWrote() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));

    boolean referred =
        rows.store()
            .write(
                "refer",
                write -> {
                  write.insert(StateSample.account("a", 1, "platform_id", "p"), StateSample.at(1));
                  return write.isReferredTo(
                      StateSample.ACCOUNT, PLATFORM_OF_ACCOUNT, RowKey.of("p"));
                });

    assertThat(referred).isTrue();
  }

  private static boolean isReferredTo(StrongRows rows, Reference reference, Object... parent) {
    EntityType type =
        reference.equals(ACCOUNT_OF_INVOICE) ? StateSample.INVOICE : StateSample.ACCOUNT;
    return rows.store().read("look", read -> read.isReferredTo(type, reference, RowKey.of(parent)));
  }
}
