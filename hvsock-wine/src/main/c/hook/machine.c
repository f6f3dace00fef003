/*
 * The host and its guests, as the processes of one Wine prefix play them: in memory that they share, who
 * listens where and who has connected from where.
 */
#include "hook.h"

#include <stdio.h>
#include <string.h>

#define PROCESSES 256
#define LISTENERS 2048
#define SERVICES \
  "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization\\GuestCommunicationServices\\"

typedef struct {
  DWORD pid; /* 0: this place is free */
  GUID partition;
} process;

typedef struct {
  DWORD pid; /* 0: this place is free */
  uint16_t port;
  GUID partition, vm, service;
} listener;

typedef struct {
  process processes[PROCESSES];
  listener listeners[LISTENERS];
  hv_address clients[65536]; /* by the port they connect from; stays until the port is used again */
} machine;

static HANDLE mutex;
static machine *shared;
static GUID partition; /* of this process; all zero: the host */

static void take(void) { WaitForSingleObject(mutex, INFINITE); }

static void give(void) { ReleaseMutex(mutex); }

static bool alive(DWORD pid) {
  if (pid == 0 || pid == GetCurrentProcessId()) {
    return pid != 0;
  }
  HANDLE handle = OpenProcess(SYNCHRONIZE, FALSE, pid);
  bool running = handle != NULL && WaitForSingleObject(handle, 0) == WAIT_TIMEOUT;
  if (handle != NULL) {
    CloseHandle(handle);
  }
  return running;
}

static bool is_host(const GUID *id) { return same_guid(id, &HV_WILDCARD); }

/* Forgets what this process, or one before it that had its number, has left. Under the mutex. */
static void forget(void) {
  for (int i = 0; i < PROCESSES; i++) {
    if (shared->processes[i].pid == GetCurrentProcessId()) {
      shared->processes[i].pid = 0;
    }
  }
  for (int i = 0; i < LISTENERS; i++) {
    if (shared->listeners[i].pid == GetCurrentProcessId()) {
      shared->listeners[i].pid = 0;
    }
  }
}

bool machine_open(const GUID *id) {
  partition = *id;
  mutex = CreateMutexA(NULL, FALSE, "Local\\hvsock-hook-mutex");
  HANDLE memory = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, sizeof(machine),
                                     "Local\\hvsock-hook-machine");
  shared = memory == NULL ? NULL : MapViewOfFile(memory, FILE_MAP_ALL_ACCESS, 0, 0, sizeof(machine));
  if (mutex == NULL || shared == NULL) {
    return false;
  }
  take();
  forget();
  process *place = NULL;
  for (int i = 0; place == NULL && i < PROCESSES; i++) {
    if (!alive(shared->processes[i].pid)) {
      place = &shared->processes[i];
      *place = (process){GetCurrentProcessId(), partition};
    }
  }
  give();
  return place != NULL;
}

void machine_leave(void) {
  take();
  forget();
  give();
}

/* One that is still there, of a partition at an address; NULL if there is none. Under the mutex. */
static listener *find(const GUID *in, const GUID *vm, const GUID *service) {
  for (int i = 0; i < LISTENERS; i++) {
    listener *each = &shared->listeners[i];
    if (each->pid != 0 && same_guid(&each->service, service) && same_guid(&each->vm, vm) &&
        same_guid(&each->partition, in) && alive(each->pid)) {
      return each;
    }
  }
  return NULL;
}

int machine_add_listener(const hv_address *address, uint16_t port) {
  int error = WSAEADDRINUSE;
  take();
  if (find(&partition, &address->vm, &address->service) == NULL) {
    error = WSAENOBUFS;
    for (int i = 0; error != 0 && i < LISTENERS; i++) {
      listener *place = &shared->listeners[i];
      if (!alive(place->pid)) {
        *place = (listener){GetCurrentProcessId(), port, partition, address->vm, address->service};
        error = 0;
      }
    }
  }
  give();
  return error;
}

void machine_remove_listener(uint16_t port) {
  take();
  for (int i = 0; i < LISTENERS; i++) {
    if (shared->listeners[i].pid == GetCurrentProcessId() && shared->listeners[i].port == port) {
      shared->listeners[i].pid = 0;
    }
  }
  give();
}

/* Whether some process plays this guest. Under the mutex. */
static bool is_running(const GUID *guest) {
  for (int i = 0; i < PROCESSES; i++) {
    if (same_guid(&shared->processes[i].partition, guest) && alive(shared->processes[i].pid)) {
      return true;
    }
  }
  return false;
}

/* Whether guests may reach this service of the host. */
static bool is_registered(const GUID *service) {
  char path[sizeof(SERVICES) + 40];
  const unsigned char *last = service->Data4;
  snprintf(path, sizeof(path), SERVICES "%08lx-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x", service->Data1,
           service->Data2, service->Data3, last[0], last[1], last[2], last[3], last[4], last[5], last[6], last[7]);
  HKEY key;
  if (RegOpenKeyExA(HKEY_LOCAL_MACHINE, path, 0, KEY_READ, &key) != ERROR_SUCCESS) {
    return false;
  }
  bool named = RegQueryValueExA(key, "ElementName", NULL, NULL, NULL, NULL) == ERROR_SUCCESS;
  RegCloseKey(key);
  return named;
}

/* Where a connection to target goes: the partition, what a listener there must be bound to so that it takes
 * it, from the particular to the general, and as what the connecting end is seen. Under the mutex. */
static int route(const hv_address *target, GUID *to, GUID takers[3], GUID *seen_as) {
  takers[2] = HV_WILDCARD;
  if (same_guid(&target->vm, &HV_LOOPBACK)) {
    *to = partition;
    takers[0] = takers[1] = *seen_as = HV_LOOPBACK;
    return 0;
  }
  if (same_guid(&target->vm, &HV_PARENT) && !is_host(&partition)) {
    *to = HV_WILDCARD;
    takers[0] = *seen_as = partition;
    takers[1] = HV_CHILDREN;
    return is_registered(&target->service) ? 0 : WSAECONNREFUSED;
  }
  if (is_host(&partition) && !is_host(&target->vm) && is_running(&target->vm)) {
    *to = target->vm;
    takers[0] = takers[1] = *seen_as = HV_PARENT;
    return 0;
  }
  return WSAEADDRNOTAVAIL;
}

int machine_find_listener(const hv_address *target, uint16_t *port, GUID *seen_as) {
  GUID to, takers[3];
  take();
  int error = route(target, &to, takers, seen_as);
  if (error == 0) {
    error = WSAECONNREFUSED;
    for (int i = 0; error != 0 && i < 3; i++) {
      listener *found = find(&to, &takers[i], &target->service);
      if (found != NULL) {
        *port = found->port;
        error = 0;
      }
    }
  }
  give();
  return error;
}

void machine_set_client(uint16_t port, const hv_address *seen_as) {
  take();
  shared->clients[port] = *seen_as;
  give();
}

bool machine_client(uint16_t port, hv_address *seen_as) {
  take();
  *seen_as = shared->clients[port];
  give();
  return seen_as->family == AF_HYPERV;
}
