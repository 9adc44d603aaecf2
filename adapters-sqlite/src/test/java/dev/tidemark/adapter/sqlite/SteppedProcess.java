package dev.tidemark.adapter.sqlite;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A main of the tests in a process of its own, under a debugger that stops it before each step: a
 * call of Tidemark's own code that changes a file, or puts one on the disk.
 */
final class SteppedProcess {

  private static final String OURS = "dev.tidemark.";
  private static final Map<String, Set<String>> STEPS =
      Map.of(
          "java.nio.file.Files",
          Set.of(
              "copy",
              "createDirectories",
              "createFile",
              "delete",
              "deleteIfExists",
              "move",
              "setLastModifiedTime",
              "writeString"),
          "sun.nio.ch.FileChannelImpl",
          Set.of("force", "transferTo", "truncate", "write"));
  private static final long PATIENCE_MILLIS = 60_000;

  private final VirtualMachine machine;
  private final int allowed;
  private final List<String> steps = new ArrayList<>();

  private SteppedProcess(VirtualMachine machine, int allowed) {
    this.machine = machine;
    this.allowed = allowed;
  }

  /**
   * How it ended.
   *
   * @param steps that were made, such as {@code DurableFiles.java:49 force}, and the one that it
   *     was killed before
   * @param killed whether it was; it has come to its end otherwise
   */
  record Ended(List<String> steps, boolean killed) {

    String lastStep() {
      return steps.get(steps.size() - 1);
    }
  }

  /** Runs it, and kills it as {@code kill -9} does when it has made so many steps. */
  static Ended killedAfter(int steps, Class<?> main, Object... arguments) throws Exception {
    VirtualMachine machine = launch(main, arguments);
    try {
      return new SteppedProcess(machine, steps).run();
    } finally {
      machine.process().destroyForcibly().waitFor();
    }
  }

  private static VirtualMachine launch(Class<?> main, Object... arguments) throws Exception {
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> settings = connector.defaultArguments();
    String classPath = System.getProperty("java.class.path");
    settings
        .get("options")
        .setValue("-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp \"%s\"".formatted(classPath));
    settings
        .get("main")
        .setValue(
            Stream.concat(Stream.of(main.getName()), Stream.of(arguments))
                .map(word -> "\"" + word + "\"")
                .collect(Collectors.joining(" ")));
    return connector.launch(settings);
  }

  private Ended run() throws Exception {
    for (String name : STEPS.keySet()) {
      ClassPrepareRequest later = machine.eventRequestManager().createClassPrepareRequest();
      later.addClassFilter(name);
      later.enable();
      machine.classesByName(name).forEach(this::stopAtItsSteps);
    }
    while (true) {
      EventSet events = machine.eventQueue().remove(PATIENCE_MILLIS);
      if (events == null) {
        throw new AssertionError("nothing came behind " + steps);
      }
      for (Event event : events) {
        if (event instanceof VMDisconnectEvent) {
          return ended();
        }
        if (event instanceof ClassPrepareEvent prepared) {
          stopAtItsSteps(prepared.referenceType());
        }
        if (event instanceof BreakpointEvent stopped && isKilledAt(stopped)) {
          return new Ended(steps, true);
        }
      }
      events.resume();
    }
  }

  private Ended ended() throws IOException, InterruptedException {
    Process process = machine.process();
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("it failed: " + said);
    }
    return new Ended(steps, false);
  }

  private void stopAtItsSteps(ReferenceType type) {
    for (Method method : type.methods()) {
      if (STEPS.get(type.name()).contains(method.name()) && method.location() != null) {
        machine.eventRequestManager().createBreakpointRequest(method.location()).enable();
      }
    }
  }

  private boolean isKilledAt(BreakpointEvent stopped)
      throws IncompatibleThreadStateException, AbsentInformationException {
    List<StackFrame> frames = stopped.thread().frames(0, 2);
    Location caller = frames.get(1).location();
    if (!caller.declaringType().name().startsWith(OURS)) {
      return false;
    }
    steps.add(
        "%s:%d %s"
            .formatted(
                caller.sourceName(),
                caller.lineNumber(),
                frames.get(0).location().method().name()));
    return steps.size() > allowed;
  }
}
