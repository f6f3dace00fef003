/*
 * The rules of the hook DLL, tried one by one under Wine: rules.exe HOOK.DLL [VM-ID]. Each case prints "ok NAME" or
 * "failed NAME: WHY". What the hook says of refused uses goes to the standard error; each case that provokes
 * one says so by its name ("refused...").
 */
#define _WIN32_WINNT 0x0602
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <winsock2.h>
#include <mswsock.h>
#include <windows.h>

typedef struct {
  uint16_t family, reserved;
  GUID vm, service;
} hv_address;

static const GUID WILDCARD = {0};
static const GUID LOOPBACK = {0xe0e16197, 0xdd56, 0x4a10, {0x91, 0x95, 0x5e, 0xe7, 0xa1, 0x55, 0xa8, 0x38}};
static const GUID STRANGER = {1, 2, 3, {4, 5, 6, 7, 8, 9, 10, 11}};
static const GUID PARENT = {0xa42e7cda, 0xd03f, 0x480c, {0x9c, 0xc2, 0xa4, 0xde, 0x20, 0xab, 0xb8, 0x78}};

/* As a program finds them that asks for them by name. */
static struct {
  SOCKET(WSAAPI *WSASocketW)(int, int, int, void *, GROUP, DWORD);
  int(WSAAPI *bind)(SOCKET, const void *, int);
  int(WSAAPI *listen)(SOCKET, int);
  int(WSAAPI *getsockname)(SOCKET, void *, int *);
  int(WSAAPI *getpeername)(SOCKET, void *, int *);
  int(WSAAPI *setsockopt)(SOCKET, int, int, const void *, int);
  int(WSAAPI *getsockopt)(SOCKET, int, int, void *, int *);
  int(WSAAPI *shutdown)(SOCKET, int);
  int(WSAAPI *closesocket)(SOCKET);
  int(WSAAPI *recv)(SOCKET, char *, int, int);
  int(WSAAPI *WSAPoll)(WSAPOLLFD *, ULONG, INT);
  int(WSAAPI *WSAIoctl)(SOCKET, DWORD, const void *, DWORD, void *, DWORD, DWORD *, OVERLAPPED *, void *);
  int(WSAAPI *WSARecv)(SOCKET, WSABUF *, DWORD, DWORD *, DWORD *, OVERLAPPED *, void *);
  int(WSAAPI *WSASend)(SOCKET, WSABUF *, DWORD, DWORD *, DWORD, OVERLAPPED *, void *);
  LPFN_ACCEPTEX AcceptEx;
  LPFN_CONNECTEX ConnectEx;
} ws;

static const char *failure;

static void check(bool holds, const char *what) {
  if (!holds && failure == NULL) {
    failure = what;
  }
}

#define CHECK(condition) check(condition, #condition)
#define FAILS(call, error) check((call) == SOCKET_ERROR && WSAGetLastError() == (error), #call " fails with " #error)
#define EX_FAILS(call, error) check(!(call) && WSAGetLastError() == (error), #call " fails with " #error)
#define PENDS(call) check(!(call) && WSAGetLastError() == WSA_IO_PENDING, #call " pends")

static hv_address address(const GUID *vm, unsigned long service) {
  hv_address made = {34, 0, *vm, {service, 0xfacb, 0x11e6, {0xbd, 0x58, 0x64, 0x00, 0x6a, 0x79, 0x86, 0xd3}}};
  return made;
}

static SOCKET hv_socket(void) { return ws.WSASocketW(34, SOCK_STREAM, 1, NULL, 0, WSA_FLAG_OVERLAPPED); }

static SOCKET bound_socket(void) {
  hv_address none = {34, 0, WILDCARD, WILDCARD};
  SOCKET made = hv_socket();
  CHECK(ws.bind(made, &none, sizeof(none)) == 0);
  return made;
}

static SOCKET listening_socket(hv_address at) {
  SOCKET made = hv_socket();
  CHECK(ws.bind(made, &at, sizeof(at)) == 0);
  CHECK(ws.listen(made, 4) == 0);
  return made;
}

static DWORD wait_for(SOCKET socket, OVERLAPPED *overlapped, int *error) {
  DWORD bytes = 0, flags = 0;
  *error = WSAGetOverlappedResult(socket, overlapped, &bytes, TRUE, &flags) ? 0 : WSAGetLastError();
  return bytes;
}

/* A connection to a listener of this process. */
typedef struct {
  SOCKET listener, connected, accepted;
} ends;

static char addresses[104];

static ends connect_ends(hv_address at, bool update) {
  ends made = {listening_socket(at), bound_socket(), hv_socket()};
  hv_address to = at;
  OVERLAPPED accepting = {0}, connecting = {0};
  DWORD bytes;
  int error;
  to.vm = LOOPBACK;
  PENDS(ws.AcceptEx(made.listener, made.accepted, addresses, 0, 52, 52, &bytes, &accepting));
  PENDS(ws.ConnectEx(made.connected, (struct sockaddr *)&to, sizeof(to), NULL, 0, NULL, &connecting));
  wait_for(made.listener, &accepting, &error);
  CHECK(error == 0);
  wait_for(made.connected, &connecting, &error);
  CHECK(error == 0);
  if (update) {
    CHECK(ws.setsockopt(made.accepted, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, &made.listener, sizeof(SOCKET)) == 0);
    CHECK(ws.setsockopt(made.connected, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, NULL, 0) == 0);
  }
  return made;
}

static void close_ends(ends closed) {
  ws.closesocket(closed.connected);
  ws.closesocket(closed.accepted);
  ws.closesocket(closed.listener);
}

static void bytes_and_ends_of_streams_go_both_ways(void) {
  ends both = connect_ends(address(&LOOPBACK, 5001), true);
  char buffer[16] = {0};
  WSABUF in = {sizeof(buffer), buffer}, out = {5, "hello"};
  OVERLAPPED overlapped = {0};
  DWORD bytes, flags = 0;
  int error;
  CHECK(ws.WSASend(both.connected, &out, 1, &bytes, 0, &overlapped, NULL) == 0);
  CHECK(ws.shutdown(both.connected, SD_SEND) == 0);
  ws.WSARecv(both.accepted, &in, 1, &bytes, &flags, &overlapped, NULL);
  CHECK(wait_for(both.accepted, &overlapped, &error) == 5 && memcmp(buffer, "hello", 5) == 0);
  ws.WSARecv(both.accepted, &in, 1, &bytes, &flags, &overlapped, NULL);
  CHECK(wait_for(both.accepted, &overlapped, &error) == 0 && error == 0);
  CHECK(ws.WSASend(both.accepted, &out, 1, &bytes, 0, &overlapped, NULL) == 0);
  ws.WSARecv(both.connected, &in, 1, &bytes, &flags, &overlapped, NULL);
  CHECK(wait_for(both.connected, &overlapped, &error) == 5);
  close_ends(both);
}

static void both_ends_know_both_addresses(void) {
  hv_address at = address(&WILDCARD, 5002), name;
  ends both = connect_ends(at, true);
  int length = sizeof(name);
  CHECK(ws.getsockname(both.accepted, &name, &length) == 0 && length == 36);
  CHECK(memcmp(&name, &at, 36) == 0);
  CHECK(ws.getpeername(both.accepted, &name, &length) == 0 && name.family == 34);
  CHECK(memcmp(&name.vm, &LOOPBACK, 16) == 0);
  hv_address other;
  CHECK(ws.getsockname(both.connected, &other, &length) == 0);
  CHECK(memcmp(&other, &name, 36) == 0);
  at.vm = LOOPBACK;
  CHECK(ws.getpeername(both.connected, &other, &length) == 0);
  CHECK(memcmp(&other, &at, 36) == 0);
  length = 16;
  FAILS(ws.getpeername(both.connected, &other, &length), WSAEFAULT);
  close_ends(both);
}

static void before_the_context_update_it_counts_as_not_connected(void) {
  ends both = connect_ends(address(&LOOPBACK, 5003), false);
  hv_address name;
  int length = sizeof(name);
  FAILS(ws.getpeername(both.accepted, &name, &length), WSAENOTCONN);
  FAILS(ws.getsockname(both.accepted, &name, &length), WSAEINVAL);
  FAILS(ws.shutdown(both.accepted, SD_SEND), WSAENOTCONN);
  FAILS(ws.getpeername(both.connected, &name, &length), WSAENOTCONN);
  FAILS(ws.shutdown(both.connected, SD_SEND), WSAENOTCONN);
  close_ends(both);
}

static void refused_context_updates(void) {
  ends both = connect_ends(address(&LOOPBACK, 5004), false);
  FAILS(ws.setsockopt(both.accepted, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, &both.listener, 4), WSAEFAULT);
  FAILS(ws.setsockopt(both.accepted, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, &both.connected, 8), WSAEINVAL);
  FAILS(ws.setsockopt(both.connected, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, &both.connected, 8), WSAEFAULT);
  FAILS(ws.setsockopt(both.listener, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, NULL, 0), WSAENOTCONN);
  close_ends(both);
}

static int connect_error(hv_address to) {
  SOCKET connecting = bound_socket();
  OVERLAPPED overlapped = {0};
  int error = WSAGetLastError();
  if (!ws.ConnectEx(connecting, (struct sockaddr *)&to, sizeof(to), NULL, 0, NULL, &overlapped)) {
    error = WSAGetLastError();
  }
  if (error == WSA_IO_PENDING) {
    wait_for(connecting, &overlapped, &error);
  }
  ws.closesocket(connecting);
  return error;
}

static void where_nobody_listens_connecting_is_refused(void) {
  CHECK(connect_error(address(&LOOPBACK, 5005)) == WSAECONNREFUSED);
  SOCKET bound = hv_socket();
  hv_address at = address(&LOOPBACK, 5005);
  CHECK(ws.bind(bound, &at, sizeof(at)) == 0);
  CHECK(connect_error(at) == WSAECONNREFUSED);
  CHECK(ws.listen(bound, 1) == 0);
  CHECK(connect_error(at) == 0);
  ws.closesocket(bound);
  CHECK(connect_error(at) == WSAECONNREFUSED);
}

static void a_vm_id_and_a_service_id_that_are_swapped_lead_nowhere(void) {
  hv_address at = address(&LOOPBACK, 5006), swapped = at;
  SOCKET listener = listening_socket(at);
  swapped.vm = at.service;
  swapped.service = at.vm;
  CHECK(connect_error(swapped) == WSAEADDRNOTAVAIL);
  ws.closesocket(listener);
}

static void vms_that_are_not_there_are_not_available(void) {
  CHECK(connect_error(address(&STRANGER, 5007)) == WSAEADDRNOTAVAIL);
  CHECK(connect_error(address(&PARENT, 5007)) == WSAEADDRNOTAVAIL);
  CHECK(connect_error(address(&WILDCARD, 5007)) == WSAEADDRNOTAVAIL);
}

static void an_address_is_bound_once(void) {
  hv_address at = address(&LOOPBACK, 5008);
  SOCKET first = listening_socket(at), second = hv_socket();
  FAILS(ws.bind(second, &at, sizeof(at)), WSAEADDRINUSE);
  ws.closesocket(first);
  CHECK(ws.bind(second, &at, sizeof(at)) == 0);
  FAILS(ws.bind(second, &at, sizeof(at)), WSAEINVAL);
  ws.closesocket(second);
}

static void connecting_wants_a_bound_socket(void) {
  hv_address to = address(&LOOPBACK, 5009);
  OVERLAPPED overlapped = {0};
  SOCKET unbound = hv_socket();
  EX_FAILS(ws.ConnectEx(unbound, (struct sockaddr *)&to, sizeof(to), NULL, 0, NULL, &overlapped), WSAEINVAL);
  ws.closesocket(unbound);
}

static void refused_addresses(void) {
  hv_address at = address(&LOOPBACK, 5010);
  SOCKET made = hv_socket();
  FAILS(ws.bind(made, &at, 16), WSAEFAULT);
  at.family = AF_INET;
  FAILS(ws.bind(made, &at, sizeof(at)), WSAEFAULT);
  hv_address no_service = {34, 0, LOOPBACK, WILDCARD};
  FAILS(ws.bind(made, &no_service, sizeof(no_service)), WSAEINVAL);
  ws.closesocket(made);
  SOCKET client = bound_socket();
  FAILS(ws.listen(client, 1), WSAEINVAL);
  ws.closesocket(client);
}

static void refused_room_for_addresses(void) {
  SOCKET listener = listening_socket(address(&LOOPBACK, 5011)), accepting = hv_socket();
  OVERLAPPED overlapped = {0};
  DWORD bytes;
  EX_FAILS(ws.AcceptEx(listener, accepting, addresses, 0, 32, 32, &bytes, &overlapped), WSAEINVAL);
  ws.closesocket(accepting);
  ws.closesocket(listener);
}

static void refused_kinds_of_sockets(void) {
  FAILS((int)ws.WSASocketW(34, SOCK_DGRAM, 1, NULL, 0, WSA_FLAG_OVERLAPPED), WSAESOCKTNOSUPPORT);
  FAILS((int)ws.WSASocketW(34, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED), WSAESOCKTNOSUPPORT);
  FAILS((int)ws.WSASocketW(34, SOCK_STREAM, 1, NULL, 0, 0), WSAEINVAL);
}

static void options_are_kept(void) {
  SOCKET made = hv_socket();
  uint32_t timeout = 300000, on = 1, got = 0;
  int length = sizeof(got), size = 65536;
  CHECK(ws.setsockopt(made, 1, 1, &timeout, sizeof(timeout)) == 0);
  CHECK(ws.setsockopt(made, 1, 2, &on, sizeof(on)) == 0);
  CHECK(ws.setsockopt(made, 1, 4, &on, sizeof(on)) == 0);
  CHECK(ws.getsockopt(made, 1, 1, &got, &length) == 0 && got == 300000);
  CHECK(ws.setsockopt(made, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)) == 0);
  ws.closesocket(made);
}

static void refused_options(void) {
  SOCKET made = hv_socket();
  uint32_t timeout = 300001, on = 1;
  uint64_t wide = 1000;
  FAILS(ws.setsockopt(made, 1, 1, &timeout, sizeof(timeout)), WSAEINVAL);
  FAILS(ws.setsockopt(made, 1, 1, &wide, sizeof(wide)), WSAEFAULT);
  FAILS(ws.setsockopt(made, 1, 8, &on, sizeof(on)), WSAENOPROTOOPT);
  FAILS(ws.setsockopt(made, IPPROTO_TCP, 1, &on, sizeof(on)), WSAENOPROTOOPT);
  FAILS(ws.setsockopt(made, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, &on, sizeof(on)), WSAENOPROTOOPT);
  ws.closesocket(made);
}

static void refused_functions(void) {
  ends both = connect_ends(address(&LOOPBACK, 5012), true);
  char byte;
  WSAPOLLFD polled = {both.connected, POLLIN, 0};
  DWORD bytes, flags = 0, flag = MSG_PEEK;
  WSABUF in = {1, &byte};
  OVERLAPPED overlapped = {0};
  FAILS(ws.recv(both.connected, &byte, 1, 0), WSAEOPNOTSUPP);
  FAILS(ws.WSAPoll(&polled, 1, 0), WSAEOPNOTSUPP);
  FAILS(ws.WSARecv(both.connected, &in, 1, &bytes, &flags, NULL, NULL), WSAEOPNOTSUPP);
  FAILS(ws.WSARecv(both.connected, &in, 1, &bytes, &flag, &overlapped, NULL), WSAEOPNOTSUPP);
  FAILS(ws.WSAIoctl(both.connected, FIONBIO, &bytes, 4, NULL, 0, &bytes, NULL, NULL), WSAEOPNOTSUPP);
  close_ends(both);
}

static void sockets_of_other_families_are_none_of_its_business(void) {
  SOCKET made = ws.WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
  struct sockaddr_in any = {.sin_family = AF_INET};
  int length = sizeof(any), on = 1;
  CHECK(ws.bind(made, &any, length) == 0);
  CHECK(ws.getsockname(made, &any, &length) == 0 && any.sin_port != 0);
  CHECK(ws.setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0);
  WSAPOLLFD polled = {made, POLLIN, 0};
  CHECK(ws.WSAPoll(&polled, 1, 0) >= 0);
  ws.closesocket(made);
}

static void run(const char *name, void (*one)(void)) {
  failure = NULL;
  one();
  printf(failure == NULL ? "ok %s\n" : "failed %s: %s\n", name, failure);
  fflush(stdout);
}

static bool load(const char *dll) {
  HMODULE hook = LoadLibraryA(dll);
  int (*start)(void *, const char *, void *) = hook == NULL ? NULL : (void *)GetProcAddress(hook, "Agent_OnLoad");
  HMODULE ws2_32 = GetModuleHandleA("ws2_32.dll");
  if (start == NULL || start(NULL, "", NULL) != 0) {
    return false;
  }
#define FIND(function) ws.function = (void *)GetProcAddress(ws2_32, #function)
  FIND(WSASocketW), FIND(bind), FIND(listen), FIND(getsockname), FIND(getpeername), FIND(setsockopt), FIND(getsockopt);
  FIND(shutdown), FIND(closesocket), FIND(recv), FIND(WSAPoll), FIND(WSAIoctl), FIND(WSARecv), FIND(WSASend);
  const GUID accept_id = WSAID_ACCEPTEX, connect_id = WSAID_CONNECTEX;
  WSADATA data;
  DWORD bytes;
  WSAStartup(MAKEWORD(2, 2), &data);
  SOCKET asked = hv_socket();
  return ws.WSAIoctl(asked, SIO_GET_EXTENSION_FUNCTION_POINTER, &accept_id, 16, &ws.AcceptEx, 8, &bytes, NULL, NULL) == 0 &&
         ws.WSAIoctl(asked, SIO_GET_EXTENSION_FUNCTION_POINTER, &connect_id, 16, &ws.ConnectEx, 8, &bytes, NULL, NULL) == 0 &&
         ws.closesocket(asked) == 0;
}

#define RUN(name) run(#name, name)

int main(int count, char **arguments) {
  if (count != 2 || !load(arguments[1])) {
    fprintf(stderr, "rules HOOK.DLL: no such DLL, or it does not start\n");
    return 2;
  }
  RUN(bytes_and_ends_of_streams_go_both_ways);
  RUN(both_ends_know_both_addresses);
  RUN(before_the_context_update_it_counts_as_not_connected);
  RUN(refused_context_updates);
  RUN(where_nobody_listens_connecting_is_refused);
  RUN(a_vm_id_and_a_service_id_that_are_swapped_lead_nowhere);
  RUN(vms_that_are_not_there_are_not_available);
  RUN(an_address_is_bound_once);
  RUN(connecting_wants_a_bound_socket);
  RUN(refused_addresses);
  RUN(refused_room_for_addresses);
  RUN(refused_kinds_of_sockets);
  RUN(options_are_kept);
  RUN(refused_options);
  RUN(refused_functions);
  RUN(sockets_of_other_families_are_none_of_its_business);
  return 0;
}
