package dev.hvsock.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The computer that QEMU is told to be.
 *
 * @param image what it boots
 * @param options its size
 * @param share the folder that it shares with its host, besides the whole file tree
 * @param vsock how it reaches beyond itself
 */
record GuestMachine(GuestImage image, GuestOptions options, GuestShare share, GuestVsock vsock) {
  // Without 5-level page tables, whose walks the emulator pays for: processes start a sixth faster.
  private static final String CPU = "max,la57=off";

  // With several CPUs, the kernel would take a clock that only QEMU itself can read; and it must
  // not
  // try out a timer that comes late where the emulator does not get on.
  private static final String KERNEL = "console=ttyS0 quiet panic=-1 tsc=reliable no_timer_check";

  /** The command that runs it until it powers off. */
  List<String> command() {
    // Emulation takes all the processor time there is, which whoever waits may need more.
    List<String> words = new ArrayList<>(List.of("nice"));
    words.addAll(List.of(image.qemu().toString(), "-nodefaults"));
    words.addAll(List.of("-no-reboot", "-display", "none"));
    words.addAll(List.of("-accel", "tcg,thread=multi", "-cpu", CPU));
    words.addAll(List.of("-smp", String.valueOf(options.cpus())));
    words.addAll(List.of("-m", options.memoryMiB() + "M"));
    words.addAll(List.of("-serial", "file:" + share.file("serial.log")));
    words.addAll(List.of("-kernel", image.kernel().toString()));
    words.addAll(List.of("-initrd", image.initramfs().toString(), "-append", KERNEL));
    words.addAll(List.of("-virtfs", folder("host", Path.of("/")) + ",readonly=on"));
    words.addAll(List.of("-virtfs", folder("results", share.folder())));
    words.addAll(vsock.arguments(options));
    return words;
  }

  // A file tree may span devices, whose inode numbers have to be kept apart: multidevs.
  private static String folder(String tag, Path path) {
    String value = path.toString().replace(",", ",,");
    return "local,path=" + value + ",mount_tag=" + tag + ",security_model=none,multidevs=remap";
  }
}
