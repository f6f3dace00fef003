package dev.hvsock.benchmark;

/** The least that a Java program can do, which is what start-up is compared with. */
final class HelloWorld {
  private HelloWorld() {}

  public static void main(String[] arguments) {
    System.out.println("Hello, world");
  }
}
