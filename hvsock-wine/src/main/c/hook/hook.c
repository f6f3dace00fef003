/* Puts the functions of this DLL in the place of ws2_32's, for whoever asks for them from now on. */
#include "hook.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* "jmp [rip+0]" and where to; an entry of the export table reaches 4 GiB only, which may be short of this DLL. */
#pragma pack(push, 1)
typedef struct {
  uint8_t jump[6];
  void *target;
} trampoline;
#pragma pack(pop)

static void say(const char *line) {
  DWORD written;
  WriteFile(GetStdHandle(STD_ERROR_HANDLE), line, (DWORD)strlen(line), &written, NULL);
}

int refuse(int error, const char *function, const char *format, ...) {
  char reason[400], line[500];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(reason, sizeof(reason), format, arguments);
  va_end(arguments);
  snprintf(line, sizeof(line), "hvsock hook: %s: %s\n", function, reason);
  say(line);
  WSASetLastError(error);
  return SOCKET_ERROR;
}

/* Memory that can hold code, above the module and less than 4 GiB from its beginning. */
static trampoline *room_above(uint8_t *module, size_t size) {
  const uintptr_t step = 0x10000;
  uintptr_t first = ((uintptr_t)module + step) & ~(step - 1);
  for (uintptr_t at = first; at - (uintptr_t)module < 0xF0000000; at += step) {
    void *room = VirtualAlloc((void *)at, size, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    if (room != NULL) {
      return room;
    }
  }
  return NULL;
}

static IMAGE_EXPORT_DIRECTORY *exports(uint8_t *module) {
  IMAGE_NT_HEADERS *headers = (IMAGE_NT_HEADERS *)(module + ((IMAGE_DOS_HEADER *)module)->e_lfanew);
  return (IMAGE_EXPORT_DIRECTORY *)(module + headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXPORT]
                                                 .VirtualAddress);
}

/* Where the module's table has the address of a function; NULL if it has no such function. */
static DWORD *exported(uint8_t *module, const char *name) {
  IMAGE_EXPORT_DIRECTORY *table = exports(module);
  DWORD *names = (DWORD *)(module + table->AddressOfNames);
  WORD *ordinals = (WORD *)(module + table->AddressOfNameOrdinals);
  for (DWORD i = 0; i < table->NumberOfNames; i++) {
    if (strcmp((const char *)module + names[i], name) == 0) {
      return (DWORD *)(module + table->AddressOfFunctions) + ordinals[i];
    }
  }
  return NULL;
}

static bool replace(uint8_t *module, const hook_entry *entry, trampoline *place) {
  DWORD *address = exported(module, entry->name);
  DWORD before;
  if (address == NULL || !VirtualProtect(address, sizeof(*address), PAGE_READWRITE, &before)) {
    return false;
  }
  *place = (trampoline){{0xFF, 0x25, 0, 0, 0, 0}, entry->replacement};
  *address = (DWORD)((uint8_t *)place - module);
  return VirtualProtect(address, sizeof(*address), before, &before);
}

static bool replace_all(uint8_t *module, const hook_entry *entries, trampoline **place) {
  for (const hook_entry *each = entries; each->name != NULL; each++) {
    if (!replace(module, each, (*place)++)) {
      refuse(0, each->name, "ws2_32 has no such function, or it cannot be replaced");
      return false;
    }
  }
  return true;
}

/* How the JVM starts an agent; a result other than 0 ends it. */
__declspec(dllexport) int Agent_OnLoad(void *vm, const char *options, void *reserved) {
  (void)vm;
  (void)reserved;
  GUID partition = HV_WILDCARD;
  uint8_t *ws2_32 = (uint8_t *)LoadLibraryA("ws2_32.dll");
  trampoline *room = ws2_32 == NULL ? NULL : room_above(ws2_32, 0x10000);
  if (options != NULL && options[0] != 0 && !parse_guid(options, &partition)) {
    return refuse(0, "options", "%s is no VM's id", options);
  }
  if (room == NULL || !machine_open(&partition)) {
    return refuse(0, "start", "no ws2_32, or no memory");
  }
  return replace_all(ws2_32, MODELLED, &room) && replace_all(ws2_32, REFUSED, &room) ? 0 : SOCKET_ERROR;
}

/* The JVM's own way, before the process ends. */
__declspec(dllexport) void Agent_OnUnload(void *vm) {
  (void)vm;
  machine_leave();
}
