/* SHA-256, as FIPS 180-4 defines it. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct sha256 {
  uint32_t state[8];
  uint64_t length;
  unsigned char block[64];
};

static uint32_t sha256_rotate(uint32_t x, int n) { return x >> n | x << (32 - n); }

/* The first 32 bits of the fractions of the roots of the first primes: square roots to begin with, cube roots for the rounds. */
static const uint32_t sha256_start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
static const uint32_t sha256_round[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static void sha256_mix(struct sha256 *digest) {
  uint32_t w[64], s[8];
  for (int i = 0; i < 16; i++) {
    const unsigned char *b = digest->block + 4 * i;
    w[i] = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
  }
  for (int i = 16; i < 64; i++) {
    uint32_t a = w[i - 15], b = w[i - 2];
    w[i] = w[i - 16] + (sha256_rotate(a, 7) ^ sha256_rotate(a, 18) ^ a >> 3) + w[i - 7] +
           (sha256_rotate(b, 17) ^ sha256_rotate(b, 19) ^ b >> 10);
  }
  memcpy(s, digest->state, sizeof s);
  for (int i = 0; i < 64; i++) {
    uint32_t one = s[7] + (sha256_rotate(s[4], 6) ^ sha256_rotate(s[4], 11) ^ sha256_rotate(s[4], 25)) +
                   ((s[4] & s[5]) ^ (~s[4] & s[6])) + sha256_round[i] + w[i];
    uint32_t two = (sha256_rotate(s[0], 2) ^ sha256_rotate(s[0], 13) ^ sha256_rotate(s[0], 22)) +
                   ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
    memmove(s + 1, s, 7 * sizeof *s);
    s[4] += one;
    s[0] = one + two;
  }
  for (int i = 0; i < 8; i++) digest->state[i] += s[i];
}

static void sha256_begin(struct sha256 *digest) {
  memcpy(digest->state, sha256_start, sizeof sha256_start);
  digest->length = 0;
}

static void sha256_add(struct sha256 *digest, const void *bytes, size_t length) {
  const unsigned char *from = bytes;
  while (length > 0) {
    size_t used = digest->length % 64, n = length < 64 - used ? length : 64 - used;
    memcpy(digest->block + used, from, n);
    digest->length += n;
    if (used + n == 64) sha256_mix(digest);
    from += n;
    length -= n;
  }
}

/* Ends the digest and writes it as 64 hexadecimal digits. */
static void sha256_text(struct sha256 *digest, char *text) {
  uint64_t bits = digest->length * 8;
  unsigned char end[8];
  sha256_add(digest, "\x80", 1);
  while (digest->length % 64 != 56) sha256_add(digest, "", 1);
  for (int i = 0; i < 8; i++) end[i] = (unsigned char)(bits >> (56 - 8 * i));
  sha256_add(digest, end, sizeof end);
  for (int i = 0; i < 8; i++) sprintf(text + 8 * i, "%08x", digest->state[i]);
}
