/* Completion ports. */
#include "standin.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_PORT = 0x1000001, MAX_PORTS = 8, MODE_SKIP_PORT = 1, MODE_SKIP_EVENT = 2 };
enum { MILLISECOND = 1000000 };
static const DWORD FOREVER = 0xFFFFFFFF;

struct port {
  pthread_cond_t filled;
  struct operation *first;
  struct operation *last;
};

int ports_open;
static struct port *ports[MAX_PORTS];

static struct port *find(HANDLE handle) {
  uint64_t index = handle - FIRST_PORT;
  if (index >= MAX_PORTS || !ports[index]) refuse("%#llx is no completion port", (unsigned long long)handle);
  return ports[index];
}

void port_post(struct operation *operation) {
  struct port *port = operation->port;
  operation->next = NULL;
  if (port->first) port->last->next = operation;
  else port->first = operation;
  port->last = operation;
  pthread_cond_signal(&port->filled);
}

void port_wake_all(void) {
  for (int i = 0; i < ports_open; i++) pthread_cond_broadcast(&ports[i]->filled);
}

static int create(HANDLE *port) {
  if (ports_open == MAX_PORTS) refuse("more than %d completion ports", MAX_PORTS);
  struct port *made = calloc(1, sizeof *made);
  pthread_cond_init(&made->filled, NULL);
  *port = (HANDLE)FIRST_PORT + (HANDLE)ports_open;
  ports[ports_open++] = made;
  return 0;
}

static int associate(struct endpoint *endpoint, struct port *port, ULONG_PTR key) {
  if (endpoint->port) return ERROR_INVALID_PARAMETER;
  endpoint->port = port;
  endpoint->key = key;
  return 0;
}

API HANDLE win_CreateIoCompletionPort(HANDLE file, HANDLE existing, ULONG_PTR key, DWORD threads) {
  HANDLE port = existing;
  bool creates = file == ~0ull;
  int error = begin(creates ? CREATE_PORT : ASSOCIATE);
  if (creates && (existing || key)) refuse("a new completion port with a key or another port");
  if (!creates && threads) refuse("association with a port and a number of threads");
  if (!error) error = creates ? create(&port) : associate(endpoint_find(file), find(port), key);
  finish(error);
  return error ? 0 : port;
}

API INT_REGISTER win_SetFileCompletionNotificationModes(HANDLE handle, uint8_t modes) {
  int error = begin(SET_MODES);
  if (!error) {
    if (modes & ~(MODE_SKIP_PORT | MODE_SKIP_EVENT)) refuse("completion notification modes %#x", modes);
    struct endpoint *endpoint = endpoint_find(handle);
    if (!endpoint->port) refuse("completion notification modes before there is a completion port");
    endpoint->skips |= modes & MODE_SKIP_PORT;
  }
  return finish_bool(error);
}

static void dequeue(struct port *port, OVERLAPPED_ENTRY *entry) {
  struct operation *operation = port->first;
  port->first = operation->next;
  operation_check(operation, "before its completion was dequeued");
  memset(entry, 0xA5, sizeof *entry);
  entry->lpCompletionKey = operation->key;
  entry->lpOverlapped = operation->overlapped;
  entry->Internal = operation->overlapped->Internal;
  entry->dwNumberOfBytesTransferred = (DWORD)operation->overlapped->InternalHigh;
  operation_forget(operation);
}

API INT_REGISTER win_GetQueuedCompletionStatusEx(HANDLE handle, OVERLAPPED_ENTRY *entries, DWORD count,
                                                 DWORD *removed, DWORD milliseconds, int alertable) {
  int error = begin(DEQUEUE);
  struct port *port = find(handle);
  if (!entries || !count || !removed || alertable) refuse("GetQueuedCompletionStatusEx without a place, or alertable");
  uint64_t deadline = milliseconds == FOREVER ? 0 : nanoseconds() + (uint64_t)milliseconds * MILLISECOND;
  while (!error && !port->first) {
    if (deadline && nanoseconds() >= deadline) error = WAIT_TIMEOUT;
    else wait_for_change(&port->filled, deadline);
    if (!error) error = demanded(DEQUEUE);
  }
  for (*removed = 0; !error && port->first && *removed < count; ++*removed) dequeue(port, &entries[*removed]);
  return finish_bool(error);
}
