/** picocli as it is; this descriptor says what that of its own archive does. */
module info.picocli {
  requires static java.sql;

  exports picocli;
}
