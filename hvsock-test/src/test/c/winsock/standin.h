/*
 * A stand-in for Windows' sockets and completion ports, on Linux, for tests: what the parts share.
 *
 * It has those functions of ws2_32 and kernel32 that the bindings call, with Windows' calling
 * convention, its widths of types and its rules. AF_HYPERV, AF_INET and AF_INET6 are all carried by
 * unix sockets in the abstract name space. It is stricter than Windows where Windows leaves room,
 * and what it does not model it refuses aloud: it says so and ends the process.
 *
 * Sources: the functions' pages in the Windows SDK's documentation; hvsocket.h; for what AF_HYPERV
 * sockets say of their names, the comments of microsoft/go-winio's hvsock.go.
 *
 * One lock guards everything. Names are Windows' where they are Windows' and only there.
 */
#ifndef STANDIN_H
#define STANDIN_H

#define _GNU_SOURCE
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>

/* Called by the JVM. All else is hidden, by -fvisibility=hidden. */
#define API __attribute__((ms_abi, visibility("default")))

/* Windows' types: long has 4 bytes there. */
typedef uint16_t WORD;
typedef uint32_t DWORD;
typedef uint64_t ULONG_PTR;
typedef uint64_t SOCKET;
typedef uint64_t HANDLE;

/*
 * What a function that returns int or BOOL leaves in its register: whoever takes more than the lower
 * half of it takes rubbish.
 */
typedef uint64_t INT_REGISTER;

typedef struct {
  ULONG_PTR Internal;
  ULONG_PTR InternalHigh;
  DWORD Offset;
  DWORD OffsetHigh;
  HANDLE hEvent;
} OVERLAPPED;

typedef struct {
  ULONG_PTR lpCompletionKey;
  OVERLAPPED *lpOverlapped;
  ULONG_PTR Internal;
  DWORD dwNumberOfBytesTransferred;
  DWORD padding;
} OVERLAPPED_ENTRY;

typedef struct {
  DWORD len;
  DWORD padding;
  char *buf;
} WSABUF;

enum { WINDOWS_AF_INET = 2, WINDOWS_AF_INET6 = 23, AF_HYPERV = 34 };
enum { WINDOWS_SOL_SOCKET = 0xffff };
enum { SD_RECEIVE = 0, SD_SEND = 1, SD_BOTH = 2 };

enum {
  ERROR_INVALID_PARAMETER = 87,
  WAIT_TIMEOUT = 258,
  WSA_OPERATION_ABORTED = 995,
  WSA_IO_INCOMPLETE = 996,
  WSA_IO_PENDING = 997,
  ERROR_NOT_FOUND = 1168,
  WSAEACCES = 10013,
  WSAEFAULT = 10014,
  WSAEINVAL = 10022,
  WSAENOTSOCK = 10038,
  WSAEPROTOTYPE = 10041,
  WSAENOPROTOOPT = 10042,
  WSAEPROTONOSUPPORT = 10043,
  WSAESOCKTNOSUPPORT = 10044,
  WSAEAFNOSUPPORT = 10047,
  WSAEADDRINUSE = 10048,
  WSAEADDRNOTAVAIL = 10049,
  WSAENETUNREACH = 10051,
  WSAECONNABORTED = 10053,
  WSAECONNRESET = 10054,
  WSAENOBUFS = 10055,
  WSAEISCONN = 10056,
  WSAENOTCONN = 10057,
  WSAESHUTDOWN = 10058,
  WSAETIMEDOUT = 10060,
  WSAECONNREFUSED = 10061,
  WSAEHOSTUNREACH = 10065,
  WSAVERNOTSUPPORTED = 10092,
  WSANOTINITIALISED = 10093
};

#define STATUS_SUCCESS 0u
#define STATUS_PENDING 0x103u
#define STATUS_ACCESS_DENIED 0xC0000022u
#define STATUS_INSUFFICIENT_RESOURCES 0xC000009Au
#define STATUS_PIPE_DISCONNECTED 0xC00000B0u
#define STATUS_IO_TIMEOUT 0xC00000B5u
#define STATUS_CANCELLED 0xC0000120u
#define STATUS_INVALID_ADDRESS 0xC0000141u
#define STATUS_INVALID_CONNECTION 0xC0000140u
#define STATUS_CONNECTION_RESET 0xC000020Du
#define STATUS_CONNECTION_REFUSED 0xC0000236u
#define STATUS_NETWORK_UNREACHABLE 0xC000023Cu
#define STATUS_HOST_UNREACHABLE 0xC000023Du
#define STATUS_CONNECTION_ABORTED 0xC0000241u

/* addresses.c: addresses as Windows writes them, and the names of the unix sockets in their place. */

struct guid {
  uint8_t bytes[16];
};

struct hyperv_address {
  WORD family;
  WORD reserved;
  struct guid vm;
  struct guid service;
};

struct inet_address {
  WORD family;
  uint8_t port[2];
  uint8_t host[4];
  uint8_t zero[8];
};

struct inet6_address {
  WORD family;
  uint8_t port[2];
  DWORD flow;
  uint8_t host[16];
  DWORD scope;
};

struct address {
  union {
    WORD family;
    struct hyperv_address hyperv;
    struct inet_address inet;
    struct inet6_address inet6;
    uint8_t bytes[36];
  };
};

int address_length(int family);
int address_read(struct address *address, int family, const void *name, int length);
int address_write(const struct address *address, void *name, int *length);
bool address_is_of_this_machine(const struct address *address);
bool address_needs_name(const struct address *address);
void address_choose_name(struct address *address, uint64_t number);
bool address_same_port(const struct address *one, const struct address *other);
bool address_is_any(const struct address *address);
void address_make_concrete(struct address *address);
int address_targets(const struct address *address, struct address targets[2]);
socklen_t address_to_unix(const struct address *address, struct sockaddr_un *name);
bool address_from_unix(struct address *address, const struct sockaddr_un *name, socklen_t length);

/* sockets.c: the sockets themselves. */

enum kind { RECEIVE, SEND, ACCEPT, CONNECT, KINDS };
enum state { FRESH, BOUND, LISTENING, CONNECTED };

struct endpoint {
  SOCKET handle;
  int family;
  int fd; /* a unix socket, from the moment it has a name */
  enum state state;
  bool accepting;       /* an AcceptEx will make it a connected one */
  SOCKET accepted_by;   /* which listener did, or 0 */
  bool context_updated; /* only then is it connected in the eyes of shutdown and getpeername */
  bool named;           /* local is what it was bound to */
  struct address local;
  struct address remote;
  struct endpoint *peer; /* if that is in this process */
  bool exclusive;
  bool aborts; /* SO_LINGER with a time of 0 */
  DWORD send_buffer;
  DWORD receive_buffer;
  DWORD connect_timeout;
  bool output_ended; /* by shutdown, as input_ended */
  bool input_ended;
  bool peer_ended;
  bool reset;
  bool output_torn; /* a cancelled send has left an unknown part of its bytes */
  struct port *port;
  ULONG_PTR key;
  bool skips; /* no completion is queued for what succeeds at once */
  struct operation *operations[KINDS];
  bool watched;
};

struct endpoint *endpoint_find(SOCKET handle);
struct endpoint *endpoint_for_event(uint64_t handle);
struct endpoint *endpoint_named(const struct address *local);
void endpoint_adopt(struct endpoint *accepted, struct endpoint *listener, int fd);
void endpoint_size_buffers(struct endpoint *endpoint);

/* operations.c: what is overlapped, from its issue to its end. */

struct operation {
  struct operation *next_known;  /* of those with OVERLAPPEDs of the same hash */
  struct operation *next;        /* in the one list that it is in, if any */
  enum kind kind;
  OVERLAPPED *overlapped;
  OVERLAPPED expected; /* what stands there, unless somebody has freed and used it */
  struct endpoint *endpoint;
  struct endpoint *accepting;
  char *bytes;
  size_t length; /* of the buffer */
  size_t limit;  /* how much of it this operation moves at most */
  size_t moved;
  uint64_t digest; /* of the buffer */
  struct address target;
  uint64_t started;
  uint64_t pause;
  bool timed;     /* it waits for due */
  uint64_t due;   /* when the worker looks at it again */
  bool cancelled;
  bool decided;   /* it has its status, and only its completion is late */
  bool completed; /* and waits to be dequeued */
  DWORD status;
  struct port *port;
  ULONG_PTR key;
};

DWORD operation_attempt(struct operation *operation);
DWORD operation_cancel(struct operation *operation);
void operation_complete(struct operation *operation, DWORD status);
void operation_post(struct operation *operation);
void operation_check(const struct operation *operation, const char *when);
void operation_check_in_flight(const struct operation *operation);
void operation_forget(struct operation *operation);
struct operation *operation_known(const OVERLAPPED *overlapped);
int error_of_status(DWORD status);
extern int operations_known;

__attribute__((ms_abi)) INT_REGISTER accept_ex(SOCKET handle, SOCKET accepting, char *buffer, DWORD data,
                                               DWORD local, DWORD remote, DWORD *bytes,
                                               OVERLAPPED *overlapped);
__attribute__((ms_abi)) INT_REGISTER connect_ex(SOCKET handle, const void *name, int length,
                                                const void *buffer, DWORD data, DWORD *bytes,
                                                OVERLAPPED *overlapped);

/* transfer.c: one attempt at moving bytes, accepting or connecting, which never waits. */

DWORD transfer_receive(struct endpoint *endpoint, char *bytes, size_t length, size_t *moved);
DWORD transfer_send(struct endpoint *endpoint, const char *bytes, size_t length, size_t *moved);
void transfer_end_output(struct endpoint *endpoint);
DWORD transfer_accept(struct operation *operation);
DWORD transfer_connect(struct operation *operation);

/* worker.c: the thread that performs what could not be done at once. */

void worker_start(void);
void worker_watch(struct endpoint *endpoint);
void worker_schedule(struct operation *operation, uint64_t due);
void worker_cancel(struct operation *operation);
uint64_t nanoseconds(void);

/* port.c: completion ports. */

void port_post(struct operation *operation);
void port_wake_all(void);

/* faults.c: what goes wrong on purpose, what is counted, and what is refused. */

enum call {
  WSA_STARTUP,
  WSA_SOCKET,
  BIND,
  LISTEN,
  GETSOCKNAME,
  GETPEERNAME,
  SETSOCKOPT,
  GETSOCKOPT,
  SHUTDOWN,
  CLOSESOCKET,
  WSA_IOCTL,
  WSA_RECV,
  WSA_SEND,
  ACCEPT_EX,
  CONNECT_EX,
  WSA_GET_OVERLAPPED_RESULT,
  CREATE_PORT,
  ASSOCIATE,
  DEQUEUE,
  SET_MODES,
  CANCEL,
  CALLS
};

enum fault { SHORT_RECEIVE, SHORT_SEND, LATE_COMPLETION, PENDS_ANYWAY, AT_ONCE, CANCEL_TOO_LATE, FAULTS };

void lock(void);
void unlock(void);
int begin(enum call call);
INT_REGISTER finish(int error);
INT_REGISTER finish_bool(int error);
INT_REGISTER int_register(int value);
int demanded(enum call call);
DWORD demanded_status(enum kind kind);
bool planned(enum fault fault);
uint64_t random_below(uint64_t bound);
uint64_t planned_delay(void);
void wait_for_change(void *condition, uint64_t deadline);

extern bool started;
extern int sockets_open;
extern int ports_open;

/* Says what is refused, has the JVM tell what its threads do, and ends the process. */
void refuse(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif
