package dev.tidemark.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import org.junit.jupiter.api.Test;

/** What the shipped configuration lets through when somebody asks for everything. */
final class LoggingTest {

  @Test
  void nettyNeverTellsTheTicketsOfSessions() throws JoranException {
    LoggerContext context = shipped("TRACE");

    assertThat(context.getLogger("dev.tidemark").isTraceEnabled()).isTrue();
    assertThat(context.getLogger("io.netty.handler.codec.quic.Quiche").isDebugEnabled()).isFalse();
    context.stop();
  }

  private static LoggerContext shipped(String level) throws JoranException {
    LoggerContext context = new LoggerContext();
    context.putProperty("tidemark.log.level", level);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    URL file = LoggingTest.class.getResource("/logback.xml");
    configurator.doConfigure(file);
    return context;
  }
}
