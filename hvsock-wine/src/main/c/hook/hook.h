/*
 * AF_HYPERV for Windows programs that run under Wine, which has none: a DLL that, loaded before anything
 * else asks ws2_32 for its functions, puts its own in their place. Sockets of AF_HYPERV become TCP sockets
 * on 127.0.0.1 that have addresses of AF_HYPERV; all other sockets are Wine's, untouched.
 *
 *   java -agentpath:hook.dll            this process runs on the host
 *   java -agentpath:hook.dll=VM-ID      this process runs in the guest that has this id
 *
 * Processes of one Wine prefix find each other. Whatever is asked of such a socket and is not modelled here
 * fails, and says so on the standard error in a line that begins with "hvsock hook: "; so do uses that
 * Windows documents as wrong. Nothing is refused in silence, and nothing passed through unseen.
 */
#ifndef HOOK_H
#define HOOK_H

#define _WIN32_WINNT 0x0602
#include <stdbool.h>
#include <stdint.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include <windows.h>

#define AF_HYPERV 34
#define HV_PROTOCOL_RAW 1
#define HVSOCKET_CONNECT_TIMEOUT 1
#define HVSOCKET_CONNECT_TIMEOUT_MAX 300000
#define HVSOCKET_CONTAINER_PASSTHRU 2
#define HVSOCKET_CONNECTED_SUSPEND 4

typedef struct {
  uint16_t family;
  uint16_t reserved;
  GUID vm;
  GUID service;
} hv_address;

_Static_assert(sizeof(hv_address) == 36, "SOCKADDR_HV has 36 bytes");

/* What AcceptEx wants of room for an address. */
#define ACCEPT_ROOM ((DWORD)sizeof(hv_address) + 16)

/* guids.c: the ids that mean something. */
extern const GUID HV_WILDCARD, HV_CHILDREN, HV_LOOPBACK, HV_PARENT;
bool same_guid(const GUID *one, const GUID *other);
bool parse_guid(const char *text, GUID *guid);

/* machine.c: who is where, over all processes of this prefix. Ports are TCP's, in host byte order. */
bool machine_open(const GUID *partition);
void machine_leave(void);
int machine_add_listener(const hv_address *address, uint16_t port); /* 0 or WSAEADDRINUSE */
void machine_remove_listener(uint16_t port);
int machine_find_listener(const hv_address *target, uint16_t *port, GUID *seen_as); /* 0 or a WSA error */
void machine_set_client(uint16_t port, const hv_address *seen_as);
bool machine_client(uint16_t port, hv_address *seen_as);

/* sockets.c: the sockets of this process that are emulated. */
typedef struct hv_socket {
  SOCKET socket;
  struct hv_socket *next;
  bool bound, listening, connecting, accepting, connected;
  SOCKET listener; /* whose AcceptEx it was given to */
  uint16_t port;
  hv_address local, remote;
  uint32_t options[5]; /* of HV_PROTOCOL_RAW, by number */
} hv_socket;

void sockets_lock(void);
void sockets_unlock(void);
hv_socket *sockets_find(SOCKET socket); /* under the lock, as is what comes of it */
hv_socket *sockets_add(SOCKET socket);
void sockets_remove(hv_socket *socket);
bool is_emulated(SOCKET socket);

/* extensions.c, options.c */
int WSAAPI hook_WSAIoctl(SOCKET socket, DWORD code, void *in, DWORD in_size, void *out, DWORD out_size,
                         DWORD *returned, OVERLAPPED *overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);
int WSAAPI hook_setsockopt(SOCKET socket, int level, int name, const char *value, int length);
int WSAAPI hook_getsockopt(SOCKET socket, int level, int name, char *value, int *length);

/* winsock.c: what they share with the functions there. */
int fail(int error);     /* SOCKET_ERROR, having set the error */
int leave(int result);   /* the result, having given up the sockets' lock and kept the error */
struct sockaddr_in on_loopback(uint16_t port);
bool bind_to_loopback(SOCKET socket, uint16_t *port);
bool is_hv_address(const struct sockaddr *name, int length, const char *function);

/* winsock.c, refusals.c: the functions that are put in ws2_32's place. */
typedef struct {
  const char *name;
  void *replacement;
} hook_entry;

extern const hook_entry MODELLED[], REFUSED[]; /* each ends with a name that is NULL */

/* hook.c: says what is refused; returns SOCKET_ERROR, having set the error. */
int refuse(int error, const char *function, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
