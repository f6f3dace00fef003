/* Overlapped operations: issued, cancelled, asked for their result. */
#include "standin.h"

#include <stdlib.h>
#include <string.h>

enum { HASHES = 4096, ADDRESS_SLACK = 16, MOST_BYTES = 1 << 30 };

int operations_known;
static struct operation *known[HASHES];

static struct operation **place(const OVERLAPPED *overlapped) {
  struct operation **at = &known[(uintptr_t)overlapped / sizeof *overlapped * 0x9e3779b1u % HASHES];
  while (*at && (*at)->overlapped != overlapped) at = &(*at)->next_known;
  return at;
}

struct operation *operation_known(const OVERLAPPED *overlapped) { return *place(overlapped); }

void operation_forget(struct operation *operation) {
  *place(operation->overlapped) = operation->next_known;
  operations_known--;
  free(operation);
}

/* An OVERLAPPED belongs to the system until its completion is dequeued: nobody else may have it. */
void operation_check(const struct operation *operation, const char *when) {
  if (memcmp(operation->overlapped, &operation->expected, sizeof operation->expected) != 0)
    refuse("the OVERLAPPED at %p was freed or used again %s", (void *)operation->overlapped, when);
}

static void write_overlapped(struct operation *operation, DWORD status, size_t bytes) {
  operation->overlapped->Internal = status;
  operation->overlapped->InternalHigh = bytes;
  operation->expected = *operation->overlapped;
}

static uint64_t digest(const char *bytes, size_t length) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (; length >= 8; bytes += 8, length -= 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    hash = (hash ^ word) * 0x100000001b3u;
  }
  for (; length; bytes++, length--) hash = (hash ^ (uint8_t)*bytes) * 0x100000001b3u;
  return hash;
}

/* A buffer to receive into has no content that anybody may count on, and so gets one to tell. */
static void mark_buffer(struct operation *operation) {
  if (operation->kind == RECEIVE) memset(operation->bytes, 0xA5, operation->length);
  if (operation->bytes) operation->digest = digest(operation->bytes, operation->length);
}

/* What is in flight and not yet performed. */
void operation_check_in_flight(const struct operation *operation) {
  operation_check(operation, "while its operation was in flight");
  if (operation->bytes && operation->digest != digest(operation->bytes, operation->length))
    refuse("the buffer at %p was freed or used while its operation was in flight", (void *)operation->bytes);
}

DWORD operation_attempt(struct operation *operation) {
  struct endpoint *endpoint = operation->endpoint;
  char *bytes = operation->bytes + operation->moved;
  size_t length = operation->limit - operation->moved;
  switch (operation->kind) {
    case RECEIVE:
      return transfer_receive(endpoint, bytes, length, &operation->moved);
    case SEND:
      return transfer_send(endpoint, bytes, length, &operation->moved);
    case ACCEPT:
      return transfer_accept(operation);
    default:
      return transfer_connect(operation);
  }
}

/* With its status, and maybe later; whatever was moved is told then. */
void operation_complete(struct operation *operation, DWORD status) {
  operation->status = status;
  operation->decided = true;
  if (planned(LATE_COMPLETION)) worker_schedule(operation, nanoseconds() + planned_delay());
  else operation_post(operation);
}

static void release(struct operation *operation) {
  struct endpoint *endpoint = operation->endpoint;
  endpoint->operations[operation->kind] = NULL;
  if (operation->accepting) operation->accepting->accepting = false;
}

void operation_post(struct operation *operation) {
  operation_check(operation, "while its operation was in flight");
  write_overlapped(operation, operation->status, operation->status ? 0 : operation->moved);
  operation->port = operation->endpoint->port;
  operation->key = operation->endpoint->key;
  release(operation);
  operation->completed = true;
  port_post(operation);
}

static void pend(struct operation *operation) {
  mark_buffer(operation);
  write_overlapped(operation, STATUS_PENDING, 0);
}

static bool at_once(enum kind kind) {
  return kind == RECEIVE || kind == SEND ? !planned(PENDS_ANYWAY) : planned(AT_ONCE);
}

static int succeed_at_once(struct operation *operation, DWORD *bytes) {
  write_overlapped(operation, STATUS_SUCCESS, operation->moved);
  if (bytes) *bytes = (DWORD)operation->moved;
  if (operation->endpoint->skips) {
    release(operation);
    operation_forget(operation);
  } else {
    operation->status = STATUS_SUCCESS;
    operation_post(operation);
  }
  return 0;
}

/* Does it at once, or leaves it to the worker. */
static int issue(struct operation *operation, DWORD *bytes) {
  DWORD forced = demanded_status(operation->kind);
  if (!forced && at_once(operation->kind)) {
    DWORD status = operation_attempt(operation);
    if (status == STATUS_SUCCESS) return succeed_at_once(operation, bytes);
    if (status != STATUS_PENDING) {
      release(operation);
      operation_forget(operation);
      return error_of_status(status);
    }
  }
  pend(operation);
  if (forced) {
    operation->status = forced;
    operation->decided = true;
    worker_schedule(operation, nanoseconds());
  } else if (operation->kind == CONNECT) {
    worker_schedule(operation, operation->due);
  } else {
    worker_watch(operation->endpoint);
  }
  return WSA_IO_PENDING;
}

static struct operation *make(struct endpoint *endpoint, enum kind kind, OVERLAPPED *overlapped) {
  if (!overlapped) refuse("an operation without an OVERLAPPED");
  if (operation_known(overlapped)) refuse("the OVERLAPPED at %p is still in use", (void *)overlapped);
  if (overlapped->hEvent || overlapped->Offset || overlapped->OffsetHigh)
    refuse("an OVERLAPPED that is not zeroed, at %p", (void *)overlapped);
  if (!endpoint->port) refuse("an overlapped operation on a socket without a completion port");
  if (endpoint->operations[kind]) refuse("a second operation of kind %d in flight", kind);
  struct operation *made = calloc(1, sizeof *made);
  made->kind = kind;
  made->overlapped = overlapped;
  made->expected = *overlapped;
  made->endpoint = endpoint;
  made->started = made->due = nanoseconds();
  endpoint->operations[kind] = made;
  *place(overlapped) = made;
  operations_known++;
  return made;
}

static int transfer(struct endpoint *endpoint, enum kind kind, const WSABUF *buffers, DWORD count,
                    DWORD *bytes, OVERLAPPED *overlapped) {
  if (count != 1 || !buffers) refuse("a transfer with %u buffers", count);
  WSABUF buffer = *buffers;
  if (!buffer.buf || buffer.len > MOST_BYTES || (kind == RECEIVE && !buffer.len))
    refuse("a WSABUF of %u bytes at %p", buffer.len, (void *)buffer.buf);
  if (endpoint->state != CONNECTED) return WSAENOTCONN;
  if (kind == SEND ? endpoint->output_ended : endpoint->input_ended) return WSAESHUTDOWN;
  if (kind == SEND && endpoint->output_torn) refuse("a WSASend after one that was cancelled halfway");
  struct operation *operation = make(endpoint, kind, overlapped);
  operation->bytes = buffer.buf;
  operation->length = operation->limit = buffer.len;
  if (buffer.len > 1 && planned(kind == RECEIVE ? SHORT_RECEIVE : SHORT_SEND))
    operation->limit = 1 + random_below(buffer.len - 1);
  return issue(operation, bytes);
}

API INT_REGISTER win_WSARecv(SOCKET handle, WSABUF *buffers, DWORD count, DWORD *bytes, DWORD *flags,
                             OVERLAPPED *overlapped, void *routine) {
  int error = begin(WSA_RECV);
  if (!error) {
    if (routine || !flags || *flags) refuse("WSARecv with a routine or with flags");
    error = transfer(endpoint_find(handle), RECEIVE, buffers, count, bytes, overlapped);
  }
  return finish(error);
}

API INT_REGISTER win_WSASend(SOCKET handle, const WSABUF *buffers, DWORD count, DWORD *bytes, DWORD flags,
                             OVERLAPPED *overlapped, void *routine) {
  int error = begin(WSA_SEND);
  if (!error) {
    if (routine || flags) refuse("WSASend with a routine or with flags");
    error = transfer(endpoint_find(handle), SEND, buffers, count, bytes, overlapped);
  }
  return finish(error);
}

static int start_accept(struct endpoint *listener, struct endpoint *accepting, char *buffer, DWORD data,
                        DWORD local, DWORD remote, DWORD *bytes, OVERLAPPED *overlapped) {
  DWORD needed = (DWORD)address_length(listener->family) + ADDRESS_SLACK;
  if (!buffer || data) refuse("AcceptEx without a buffer, or to receive %u bytes", data);
  if (local < needed || remote < needed || listener->state != LISTENING) return WSAEINVAL;
  if (accepting->state != FRESH || accepting->accepting || accepting->family != listener->family)
    return WSAEINVAL;
  struct operation *operation = make(listener, ACCEPT, overlapped);
  operation->accepting = accepting;
  accepting->accepting = true;
  operation->bytes = buffer;
  operation->length = local + remote;
  operation->limit = local; /* where the remote address goes */
  return issue(operation, bytes);
}

__attribute__((ms_abi)) INT_REGISTER accept_ex(SOCKET handle, SOCKET accepting, char *buffer, DWORD data,
                                               DWORD local, DWORD remote, DWORD *bytes,
                                               OVERLAPPED *overlapped) {
  int error = begin(ACCEPT_EX);
  if (!error)
    error = start_accept(endpoint_find(handle), endpoint_find(accepting), buffer, data, local, remote, bytes,
                         overlapped);
  return finish_bool(error);
}

static int start_connect(struct endpoint *endpoint, const void *name, int length, DWORD *bytes,
                         OVERLAPPED *overlapped) {
  if (endpoint->state == CONNECTED) return WSAEISCONN;
  if (endpoint->state != BOUND) return WSAEINVAL;
  struct address target, targets[2];
  int error = address_read(&target, endpoint->family, name, length);
  if (!error) error = address_targets(&target, targets);
  if (error) return error;
  struct operation *operation = make(endpoint, CONNECT, overlapped);
  operation->target = target;
  return issue(operation, bytes);
}

__attribute__((ms_abi)) INT_REGISTER connect_ex(SOCKET handle, const void *name, int length,
                                                const void *buffer, DWORD data, DWORD *bytes,
                                                OVERLAPPED *overlapped) {
  int error = begin(CONNECT_EX);
  if (!error) {
    if (buffer || data) refuse("ConnectEx with data to send");
    error = start_connect(endpoint_find(handle), name, length, bytes, overlapped);
  }
  return finish_bool(error);
}

static int cancel(struct endpoint *endpoint, const OVERLAPPED *overlapped) {
  if (!overlapped) refuse("CancelIoEx of all operations of a socket");
  struct operation *operation = operation_known(overlapped);
  if (!operation || operation->completed || operation->endpoint != endpoint) return ERROR_NOT_FOUND;
  if (!operation->decided) worker_cancel(operation);
  return 0;
}

/* The status of an operation that somebody no longer wants. */
DWORD operation_cancel(struct operation *operation) {
  operation_check_in_flight(operation);
  if (planned(CANCEL_TOO_LATE)) {
    DWORD status = operation_attempt(operation);
    if (status != STATUS_PENDING) return status;
  }
  if (operation->kind == SEND && operation->moved > 0) operation->endpoint->output_torn = true;
  return STATUS_CANCELLED;
}

API INT_REGISTER win_CancelIoEx(HANDLE handle, OVERLAPPED *overlapped) {
  int error = begin(CANCEL);
  if (!error) error = cancel(endpoint_find(handle), overlapped);
  return finish_bool(error);
}

API INT_REGISTER win_WSAGetOverlappedResult(SOCKET handle, OVERLAPPED *overlapped, DWORD *bytes, int wait,
                                            DWORD *flags) {
  int error = begin(WSA_GET_OVERLAPPED_RESULT);
  if (!error) {
    if (wait || !overlapped || !bytes || !flags) refuse("WSAGetOverlappedResult that waits, or without a place");
    endpoint_find(handle);
    DWORD status = (DWORD)overlapped->Internal;
    error = status == STATUS_PENDING ? WSA_IO_INCOMPLETE : error_of_status(status);
    *bytes = (DWORD)overlapped->InternalHigh;
    *flags = 0;
  }
  return finish_bool(error);
}

static const struct {
  DWORD status;
  int error;
} ERRORS[] = {{STATUS_SUCCESS, 0},
              {STATUS_PENDING, WSA_IO_PENDING},
              {STATUS_CANCELLED, WSA_OPERATION_ABORTED},
              {STATUS_CONNECTION_RESET, WSAECONNRESET},
              {STATUS_CONNECTION_REFUSED, WSAECONNREFUSED},
              {STATUS_CONNECTION_ABORTED, WSAECONNABORTED},
              {STATUS_IO_TIMEOUT, WSAETIMEDOUT},
              {STATUS_INSUFFICIENT_RESOURCES, WSAENOBUFS},
              {STATUS_ACCESS_DENIED, WSAEACCES},
              {STATUS_PIPE_DISCONNECTED, WSAESHUTDOWN},
              {STATUS_INVALID_ADDRESS, WSAEADDRNOTAVAIL},
              {STATUS_INVALID_CONNECTION, WSAENOTCONN},
              {STATUS_NETWORK_UNREACHABLE, WSAENETUNREACH},
              {STATUS_HOST_UNREACHABLE, WSAEHOSTUNREACH}};

int error_of_status(DWORD status) {
  for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++)
    if (ERRORS[i].status == status) return ERRORS[i].error;
  refuse("no Winsock error for the status %#x", status);
}
