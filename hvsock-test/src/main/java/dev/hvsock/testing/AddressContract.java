package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.FramedAddress;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Both contracts at an address that a configuration parameter names; see {@link ContractRun}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(AddressContract.Parameters.class)
class AddressContract implements FlowContract, ListenerContract {
  private static final String ADDRESS = "hvsock.contract.address";
  private static final String RESET = "hvsock.contract.tells-reset";
  private static final String INPUT = "hvsock.contract.tells-input-shutdown";
  private static final String CLOSE = "hvsock.contract.answers-close";
  private static final String FULL = "hvsock.contract.refuses-when-full";
  private static final String NAMES = "hvsock.contract.names-peers-alike";

  private final AddressSeries addresses;
  private final ContractTraits traits;

  AddressContract(AddressSeries addresses, ContractTraits traits) {
    this.addresses = addresses;
    this.traits = traits;
  }

  /** What tells JUnit to make one of these. */
  static Map<String, String> parameters(Address first, ContractTraits traits) {
    return Map.of(
        ADDRESS, first.toString(),
        RESET, Boolean.toString(traits.tellsReset()),
        INPUT, Boolean.toString(traits.tellsInputShutdown()),
        CLOSE, Boolean.toString(traits.answersClose()),
        FULL, Boolean.toString(traits.refusesWhenFull()),
        NAMES, Boolean.toString(traits.namesPeersAlike()));
  }

  @Override
  public Address freshAddress() {
    return addresses.next();
  }

  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(freshAddress());
  }

  @Override
  public boolean tellsReset() {
    return traits.tellsReset();
  }

  @Override
  public boolean tellsInputShutdown() {
    return traits.tellsInputShutdown();
  }

  @Override
  public boolean answersClose() {
    return traits.answersClose();
  }

  @Override
  public boolean refusesWhenFull() {
    return traits.refusesWhenFull();
  }

  @Override
  public boolean namesPeersAlike() {
    return traits.namesPeersAlike();
  }

  @Override
  public Optional<Closeable> bindOnly(Address address) throws IOException {
    return ListenerContract.super.bindOnly(
        address instanceof FramedAddress framed ? framed.inner() : address);
  }

  /** Makes the constructor's arguments of the configuration. */
  static final class Parameters implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == AddressSeries.class
          || parameter.getParameter().getType() == ContractTraits.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == AddressSeries.class
          ? new AddressSeries(Address.parse(value(context, ADDRESS)))
          : new ContractTraits(
              is(context, RESET),
              is(context, INPUT),
              is(context, CLOSE),
              is(context, FULL),
              is(context, NAMES));
    }

    private static boolean is(ExtensionContext context, String name) {
      return Boolean.parseBoolean(value(context, name));
    }

    private static String value(ExtensionContext context, String name) {
      return context
          .getConfigurationParameter(name)
          .orElseThrow(() -> new IllegalStateException(name + " is not set"));
    }
  }
}
