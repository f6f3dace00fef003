/* Addresses as Windows writes them, and the names of the unix sockets that stand in their place. */
#include "standin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* GUIDs as they are in memory: the first three groups are little-endian. */
static const struct guid WILDCARD = {{0}};
static const struct guid LOOPBACK = {{0x97, 0x61, 0xe1, 0xe0, 0x56, 0xdd, 0x10, 0x4a, 0x91, 0x95,
                                      0x5e, 0xe7, 0xa1, 0x55, 0xa8, 0x38}};
static const struct guid CHILDREN = {{0x89, 0x8b, 0xdb, 0x90, 0x35, 0x0d, 0x79, 0x4f, 0x8c, 0xe9,
                                      0x49, 0xea, 0x0a, 0xc8, 0xb7, 0xcd}};

static const uint8_t LOOPBACK4[4] = {127, 0, 0, 1};
static const uint8_t ANY6[16] = {0};
static const uint8_t LOOPBACK6[16] = {[15] = 1};

enum { FIRST_FREE_PORT = 49152, FREE_PORTS = 65536 - FIRST_FREE_PORT };

static bool same(const struct guid *one, const struct guid *other) {
  return memcmp(one, other, sizeof *one) == 0;
}

int address_length(int family) {
  switch (family) {
    case AF_HYPERV:
      return sizeof(struct hyperv_address);
    case WINDOWS_AF_INET:
      return sizeof(struct inet_address);
    case WINDOWS_AF_INET6:
      return sizeof(struct inet6_address);
    default:
      refuse("address family %d", family);
  }
}

int address_read(struct address *address, int family, const void *name, int length) {
  if (!name || length < address_length(family)) return WSAEFAULT;
  memset(address, 0, sizeof *address);
  memcpy(address->bytes, name, address_length(family));
  if (address->family != family) return WSAEAFNOSUPPORT;
  if (family == AF_HYPERV && address->hyperv.reserved) refuse("a SOCKADDR_HV whose Reserved is not 0");
  if (family == WINDOWS_AF_INET) memset(address->inet.zero, 0, sizeof address->inet.zero);
  if (family == WINDOWS_AF_INET6) address->inet6.flow = address->inet6.scope = 0;
  return 0;
}

int address_write(const struct address *address, void *name, int *length) {
  int needed = address_length(address->family);
  if (!name || !length || *length < needed) return WSAEFAULT;
  memcpy(name, address->bytes, needed);
  *length = needed;
  return 0;
}

/* Whether one may bind to it. This machine is no guest, and has no virtual machine. */
bool address_is_of_this_machine(const struct address *address) {
  switch (address->family) {
    case AF_HYPERV:
      return same(&address->hyperv.vm, &WILDCARD) || same(&address->hyperv.vm, &LOOPBACK) ||
             same(&address->hyperv.vm, &CHILDREN);
    case WINDOWS_AF_INET:
      return address_is_any(address) || address->inet.host[0] == 127;
    default:
      return address_is_any(address) || memcmp(address->inet6.host, LOOPBACK6, 16) == 0;
  }
}

bool address_is_any(const struct address *address) {
  switch (address->family) {
    case AF_HYPERV:
      return same(&address->hyperv.vm, &WILDCARD);
    case WINDOWS_AF_INET:
      return memcmp(address->inet.host, ANY6, 4) == 0;
    default:
      return memcmp(address->inet6.host, ANY6, 16) == 0;
  }
}

/* Whether binding to it means that the system chooses port or service. */
bool address_needs_name(const struct address *address) {
  return address->family == AF_HYPERV ? same(&address->hyperv.service, &WILDCARD)
                                      : !(address->inet.port[0] | address->inet.port[1]);
}

/* Chooses it by a number: numbers that follow one another give different ones for a long time. */
void address_choose_name(struct address *address, uint64_t number) {
  if (address->family == AF_HYPERV) {
    uint64_t halves[2] = {number * 0x9e3779b97f4a7c15u + 1, number ^ (uint64_t)getpid() << 32};
    memcpy(&address->hyperv.service, halves, sizeof halves);
  } else {
    uint64_t port = FIRST_FREE_PORT + number % FREE_PORTS;
    address->inet.port[0] = (uint8_t)(port >> 8);
    address->inet.port[1] = (uint8_t)port;
  }
}

bool address_same_port(const struct address *one, const struct address *other) {
  return one->family == other->family && one->family != AF_HYPERV &&
         memcmp(one->inet.port, other->inet.port, 2) == 0;
}

/* What a connected socket is at that was bound to any address. */
void address_make_concrete(struct address *address) {
  if (!address_is_any(address)) return;
  if (address->family == AF_HYPERV) address->hyperv.vm = LOOPBACK;
  if (address->family == WINDOWS_AF_INET) memcpy(address->inet.host, LOOPBACK4, 4);
  if (address->family == WINDOWS_AF_INET6) memcpy(address->inet6.host, LOOPBACK6, 16);
}

/*
 * To which addresses one may have bound who listens for this one. A listener at CHILDREN is for
 * virtual machines, of which there are none.
 */
int address_targets(const struct address *address, struct address targets[2]) {
  targets[0] = targets[1] = *address;
  switch (address->family) {
    case AF_HYPERV:
      if (!same(&address->hyperv.vm, &LOOPBACK) || address_needs_name(address)) return WSAEADDRNOTAVAIL;
      targets[1].hyperv.vm = WILDCARD;
      return 0;
    case WINDOWS_AF_INET:
      memset(targets[1].inet.host, 0, 4);
      break;
    default:
      memset(targets[1].inet6.host, 0, 16);
  }
  if (address_is_any(address) || address_needs_name(address)) return WSAEADDRNOTAVAIL;
  return address_is_of_this_machine(address) ? 0 : WSAEHOSTUNREACH;
}

/*
 * What all names begin with. Processes that have the same HVSOCK_WINSOCK_NET in their environment
 * are on the same machine, as it were; any other is alone.
 */
static int name_prefix(char *prefix, size_t size) {
  const char *net = getenv("HVSOCK_WINSOCK_NET");
  int length = net && *net ? snprintf(prefix, size, "hvsock-winsock-%s/", net)
                           : snprintf(prefix, size, "hvsock-winsock-%d/", (int)getpid());
  if (length >= (int)size) refuse("HVSOCK_WINSOCK_NET=%s: too long", net);
  return length;
}

socklen_t address_to_unix(const struct address *address, struct sockaddr_un *name) {
  memset(name, 0, sizeof *name);
  name->sun_family = AF_UNIX;
  int prefix = name_prefix(name->sun_path + 1, sizeof name->sun_path - 1 - sizeof address->bytes);
  int length = address_length(address->family);
  memcpy(name->sun_path + 1 + prefix, address->bytes, length);
  return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + prefix + length);
}

bool address_from_unix(struct address *address, const struct sockaddr_un *name, socklen_t length) {
  char prefix[sizeof name->sun_path];
  int bytes = name_prefix(prefix, sizeof prefix - sizeof address->bytes);
  int left = (int)length - (int)offsetof(struct sockaddr_un, sun_path) - 1 - bytes;
  if (left < (int)sizeof address->family || left > (int)sizeof address->bytes) return false;
  memset(address, 0, sizeof *address);
  memcpy(address->bytes, name->sun_path + 1 + bytes, left);
  return true;
}
