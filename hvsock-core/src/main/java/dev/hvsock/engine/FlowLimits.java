package dev.hvsock.engine;

import dev.hvsock.Flow;
import dev.hvsock.FlowOptions;
import java.time.Duration;

/**
 * The time limits that a flow begins with.
 *
 * @param readTimeout see {@link Flow#readTimeout(Duration)}
 * @param writeTimeout see {@link Flow#writeTimeout(Duration)}
 * @param closeTimeout see {@link FlowOptions#closeTimeout(Duration)}
 */
public record FlowLimits(Duration readTimeout, Duration writeTimeout, Duration closeTimeout) {

  /** Those that the options name. */
  public static FlowLimits of(FlowOptions<?> options) {
    return new FlowLimits(options.readTimeout(), options.writeTimeout(), options.closeTimeout());
  }

  /** Those of a flow that is made without options. */
  public static FlowLimits standard() {
    return new FlowLimits(Flow.FOREVER, Flow.FOREVER, Duration.ofSeconds(2));
  }
}
