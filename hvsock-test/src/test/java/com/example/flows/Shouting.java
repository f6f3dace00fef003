package com.example.flows;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hvsock.Flow;
import java.io.IOException;
import java.util.Locale;

/** Somebody's protocol: a request ends with the output of who asks, and is answered in capitals. */
final class Shouting {
  private Shouting() {}

  static void answer(Flow flow) throws IOException {
    String request = new String(flow.inputStream().readAllBytes(), UTF_8);
    flow.write(UTF_8.encode(request.toUpperCase(Locale.ROOT)));
    flow.shutdownOutput();
  }

  static String ask(Flow flow, String request) throws IOException {
    flow.write(UTF_8.encode(request));
    flow.shutdownOutput();
    return new String(flow.inputStream().readAllBytes(), UTF_8);
  }
}
