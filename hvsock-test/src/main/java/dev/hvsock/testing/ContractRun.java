package dev.hvsock.testing;

import dev.hvsock.Address;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The contracts, run by a program instead of a build: on a machine where there is nothing but a
 * Java, or at an address that a user gives.
 *
 * {@snippet :
 * ContractReport report = ContractRun.at(Address.parse("vsock://local:5000")).run(each -> {});
 * if (!report.isGood()) {
 *   report.failed().forEach(System.err::println);
 * }
 * }
 *
 * <p>Needs JUnit's launcher ({@code org.junit.platform:junit-platform-launcher}) on the class path.
 * Not for use by several threads.
 */
public final class ContractRun {
  /** The promises that are held against a table of sizes or of orders: almost half of all cases. */
  private static final Set<Class<?>> TABLES = Set.of(SizeCases.class, EndOrderCases.class);

  private final String subject;
  private final Class<?> contract;
  private final Map<String, String> parameters = new HashMap<>();
  private final Optional<ContractTraits> traits;
  private boolean core;

  private ContractRun(String subject, Class<?> contract, Optional<ContractTraits> traits) {
    this.subject = subject;
    this.contract = contract;
    this.traits = traits;
  }

  /** The contracts that {@code contract} implements, with the flows that it makes. */
  public static ContractRun of(Class<? extends FlowSupply> contract) {
    return new ContractRun(contract.getName(), contract, Optional.empty());
  }

  /**
   * Both contracts at {@code first} and the addresses after it, for which the number at its end is
   * counted up: ports, or a number that is added to a path. First finds out what the contract
   * leaves to the transport, which takes a second or two.
   *
   * @throws IllegalArgumentException if there are no addresses after it
   * @throws IOException if no flow can be made there
   */
  public static ContractRun at(Address first) throws IOException {
    ContractTraits traits = ContractTraits.observe(new AddressSeries(first));
    ContractRun run = new ContractRun(first.toString(), AddressContract.class, Optional.of(traits));
    run.parameters.putAll(AddressContract.parameters(first, traits));
    return run;
  }

  /** Leaves out the promises that are held against tables of sizes and of orders of ends. */
  public ContractRun core() {
    core = true;
    return this;
  }

  /** How long a case may take, see {@link Watchdog}; 60 s unless set. */
  public ContractRun limit(Duration limit) {
    parameters.put(Watchdog.SECONDS, Double.toString(limit.toMillis() / 1000.0));
    return this;
  }

  /**
   * Runs them, one after the other.
   *
   * @param onCase is told of each that has ended
   */
  public ContractReport run(Consumer<ContractCase> onCase) {
    List<String> leftOut = new ArrayList<>();
    PostDiscoveryFilter filter = descriptor -> filter(descriptor, leftOut);
    ContractListener listener = new ContractListener(onCase);
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(contract))
                .filters(filter)
                .configurationParameters(parameters)
                .build(),
            listener);
    return listener.report(subject, traits, leftOut);
  }

  private FilterResult filter(TestDescriptor descriptor, List<String> leftOut) {
    Optional<Method> table =
        descriptor
            .getSource()
            .filter(MethodSource.class::isInstance)
            .map(source -> ((MethodSource) source).getJavaMethod())
            .filter(method -> core && TABLES.contains(method.getDeclaringClass()));
    table.ifPresent(method -> leftOut.add(ContractListener.name(method)));
    return FilterResult.includedIf(table.isEmpty());
  }
}
