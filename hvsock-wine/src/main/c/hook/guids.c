/* The GUIDs of AF_HYPERV that are not those of a VM or a service, and GUIDs as text. */
#include "hook.h"

#include <stdio.h>
#include <string.h>

const GUID HV_WILDCARD = {0};
const GUID HV_CHILDREN = {0x90db8b89, 0x0d35, 0x4f79, {0x8c, 0xe9, 0x49, 0xea, 0x0a, 0xc8, 0xb7, 0xcd}};
const GUID HV_LOOPBACK = {0xe0e16197, 0xdd56, 0x4a10, {0x91, 0x95, 0x5e, 0xe7, 0xa1, 0x55, 0xa8, 0x38}};
const GUID HV_PARENT = {0xa42e7cda, 0xd03f, 0x480c, {0x9c, 0xc2, 0xa4, 0xde, 0x20, 0xab, 0xb8, 0x78}};

bool same_guid(const GUID *one, const GUID *other) { return memcmp(one, other, sizeof(GUID)) == 0; }

bool parse_guid(const char *text, GUID *guid) {
  unsigned int first, last[8];
  unsigned short second, third;
  int end = 0;
  int n = sscanf(text, "%8x-%4hx-%4hx-%2x%2x-%2x%2x%2x%2x%2x%2x%n", &first, &second, &third, &last[0], &last[1],
                 &last[2], &last[3], &last[4], &last[5], &last[6], &last[7], &end);
  if (n != 11 || text[end] != 0) {
    return false;
  }
  guid->Data1 = first;
  guid->Data2 = second;
  guid->Data3 = third;
  for (int i = 0; i < 8; i++) {
    guid->Data4[i] = (unsigned char)last[i];
  }
  return true;
}
