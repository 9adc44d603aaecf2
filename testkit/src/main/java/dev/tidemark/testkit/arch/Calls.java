package dev.tidemark.testkit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;

/** Calls that rules forbid. */
final class Calls {

  static final DescribedPredicate<JavaMethodCall> READ_AMBIENT_TIME =
      describe("the clock of the machine is read", call -> readsAmbientTime(call.getTarget()));

  static final DescribedPredicate<JavaMethodCall> SLEEP =
      describe(
          "the thread sleeps or yields",
          call ->
              isOf(call.getTarget(), Thread.class)
                  && Set.of("sleep", "yield").contains(call.getTarget().getName()));

  static final DescribedPredicate<JavaMethodCall> COMMON_POOL =
      describe(
          "the common pool is borrowed",
          call ->
              isOf(call.getTarget(), ForkJoinPool.class)
                  && call.getTarget().getName().equals("commonPool"));

  static final DescribedPredicate<JavaConstructorCall> NEW_THREAD =
      describe(
          "a thread is made", call -> call.getTarget().getOwner().isAssignableTo(Thread.class));

  private Calls() {}

  private static boolean readsAmbientTime(CodeUnitCallTarget target) {
    String name = target.getName();
    boolean now =
        target.getOwner().getPackageName().equals("java.time")
            && name.equals("now")
            && target.getRawParameterTypes().isEmpty();
    boolean systemClock =
        isOf(target, Clock.class) && name.matches("system.*|tick(Millis|Seconds|Minutes)");
    boolean systemTime =
        isOf(target, System.class) && Set.of("currentTimeMillis", "nanoTime").contains(name);
    return now || systemClock || systemTime;
  }

  private static boolean isOf(CodeUnitCallTarget target, Class<?> owner) {
    return target.getOwner().isEquivalentTo(owner);
  }
}
