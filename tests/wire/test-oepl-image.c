/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Payloads of OpenEPaperLink against sums worked out by another program, and what is read back: ours, another's, damaged or not readable. */
#include "config.h"

#include "br-error.h"
#include "br-oepl-image.h"
#include <zlib.h>

/* The pattern the sums below were worked out of: stripes of all colours, a border, a square in the corner that tells how it is turned. */
static BrTagImage *
make_pattern (const BrTagType *type)
{
  BrTagImage *image = br_tag_image_new (type, NULL);
  guint width = type->width, height = type->height, n = type->n_colours;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint8 *pixel = &image->pixels[y * width + x];

        *pixel = (x / 3 + 2 * (y / 5)) % n;
        if (x == 0 || y == 0 || x == width - 1 || y == height - 1)
          *pixel = 1;
        if (x >= 1 && x <= 8 && y >= 1 && y <= 8)
          *pixel = n - 1;
      }
  return image;
}

/* What a station puts before planes it compresses. */
static GByteArray *
make_inner (const BrTagType *type, GBytes *raw)
{
  GByteArray *inner = g_byte_array_new ();
  guint width, height;

  br_tag_type_stored (type, &width, &height);
  g_byte_array_append (inner, (guint8[]) { 6, width & 0xFF, width >> 8, height & 0xFF, height >> 8, g_bytes_get_size (raw) * 8 / (width * height) }, 6);
  g_byte_array_append (inner, g_bytes_get_data (raw, NULL), g_bytes_get_size (raw));
  return inner;
}

static GBytes *
deflate_inner (const GByteArray *inner)
{
  uLongf size = compressBound (inner->len);
  g_autofree guint8 *bytes = g_malloc (4 + size);

  for (guint i = 0; i < 4; i++)
    bytes[i] = inner->len >> (8 * i);
  g_assert_cmpint (compress (bytes + 4, &size, inner->data, inner->len), ==, Z_OK);
  return g_bytes_new_take (g_steal_pointer (&bytes), 4 + size);
}

static GBytes *
make_compressed (const BrTagImage *image)
{
  g_autoptr (GBytes) raw = br_oepl_image_encode (image, NULL);
  g_autoptr (GByteArray) inner = make_inner (&image->type, raw);

  return deflate_inner (inner);
}

static void
test_golden (void)
{
  static const struct
  {
    guint code;
    gsize length;
    BrOeplDataType data_type;
    const char *raw, *inner;
  } rows[] = {
    { 0x00, 5776, BR_OEPL_DATA_2BPP, "0247d7e33835438e16f8a1ff947839c9", "39fec768b0d46a10f14d29cfd35998c4" },
    { 0x01, 9472, BR_OEPL_DATA_2BPP, "5b419071a32625b58ed232dab2ebfcd8", "893fa26dbf7b3d2964f937360d2410e6" },
    { 0x02, 30000, BR_OEPL_DATA_2BPP, "abddccf79b70e7fae34766fa0cbaaa8a", "28ca2770f40cf5a66fbdd3ebe1686aa3" },
    { 0x34, 30000, BR_OEPL_DATA_2BPP, "abddccf79b70e7fae34766fa0cbaaa8a", "28ca2770f40cf5a66fbdd3ebe1686aa3" },
    { 0x3C, 30000, BR_OEPL_DATA_2BPP, "abddccf79b70e7fae34766fa0cbaaa8a", "28ca2770f40cf5a66fbdd3ebe1686aa3" },
    { 0x03, 5512, BR_OEPL_DATA_2BPP, "dbc7f5d04b54acaeed1718df846a9238", "789fa4aea7e1f10a2a73819b007adbc8" },
    { 0x06, 8000, BR_OEPL_DATA_2BPP, "9434652f54eb6c47c81f0c74e025245c", "d12a0b116ee8a5c0d16d95eb5ef3dc83" },
    { 0x07, 9472, BR_OEPL_DATA_2BPP, "7bbd2aa52e9fa91d95bdc29c1dfd9d95", "e43d903b7191f12cdce81f7da1742cfe" },
    { 0x08, 30000, BR_OEPL_DATA_2BPP, "4c20e4b2b3b1a0b27372ce2fc17a31c0", "44aea62557f8bff1f7a987f509ad2d97" },
    { 0x27, 4736, BR_OEPL_DATA_1BPP, "456b4eb03d175cf761313c74e3aa1144", "46550d2a765d4d6e844f612a0ea2c755" },
    { 0x33, 16128, BR_OEPL_DATA_2BPP, "4a67067b261153d8453917af0f4776fe", "3aa915d484a047e3b7de6635a86a7c61" },
    { 0x36, 96000, BR_OEPL_DATA_2BPP, "ca6b7b8bdf49e8274f8b4b9c37ec9924", "be1e5ed9a7c245935cf358a60ac8c4b7" },
    { 0x4B, 11840, BR_OEPL_DATA_2BPP, "92db034caab4aeee6c6d1855d37a8bfa", "9267602816b1c6714c4632bdc65ed117" },
    { 0x54, 4096, BR_OEPL_DATA_1BPP, "f93e4daa3619891b30d5401bd502f4fb", "25b9194592dea4327ae2ae67bf167dfa" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrTagImage) image = make_pattern (br_tag_type_find (rows[i].code));
      BrOeplDataType data_type;
      g_autoptr (GBytes) payload = br_oepl_image_encode (image, &data_type);
      g_autofree char *raw = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, payload);
      g_autoptr (GByteArray) bytes = make_inner (&image->type, payload);
      g_autofree char *inner = g_compute_checksum_for_data (G_CHECKSUM_MD5, bytes->data, bytes->len);

      g_assert_cmpuint (g_bytes_get_size (payload), ==, rows[i].length);
      g_assert_cmpint (data_type, ==, rows[i].data_type);
      g_assert_cmpstr (raw, ==, rows[i].raw);
      g_assert_cmpstr (inner, ==, rows[i].inner);
    }
}

static void
test_hash (void)
{
  g_autoptr (BrTagImage) white = br_tag_image_new (br_tag_type_find (0x00), NULL);
  BrOeplDataType data_type;
  g_autoptr (GBytes) payload = br_oepl_image_encode (white, &data_type);
  char hash[BR_OEPL_HASH_LENGTH + 1];

  g_assert_cmpuint (g_bytes_get_size (payload), ==, 2888);
  g_assert_cmpint (data_type, ==, BR_OEPL_DATA_1BPP);
  br_oepl_payload_hash (payload, hash);
  g_assert_cmpstr (hash, ==, "1cacfe3322587a280000000000000000");
}

/* A pixel in each corner, alone: where it must be in memory, by each way of turning. */
static void
test_corners (void)
{
  static const struct
  {
    guint code;
    gsize bit[4]; /* of the corner at top left, top right, bottom left, bottom right: bits from the first byte's highest */
  } rows[] = {
    { 0x00, { 0, 151, 151 * 152, 152 * 152 - 1 } },
    { 0x01, { 295 * 128, 0, 296 * 128 - 1, 127 } },
    { 0x08, { 400 * 300 - 1, 299 * 400, 399, 0 } },
    { 0x07, { 127, 296 * 128 - 1, 0, 295 * 128 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint corner = 0; corner < 4; corner++)
      {
        g_autoptr (BrTagImage) image = br_tag_image_new (br_tag_type_find (rows[i].code), NULL);
        guint x = corner % 2 == 0 ? 0 : image->type.width - 1, y = corner < 2 ? 0 : image->type.height - 1;
        g_autoptr (GBytes) payload = NULL;
        const guint8 *bytes;
        gsize size;

        image->pixels[y * image->type.width + x] = 1;
        payload = br_oepl_image_encode (image, NULL);
        bytes = g_bytes_get_data (payload, &size);
        g_assert_cmpuint (size, ==, image->type.width * image->type.height / 8);
        for (gsize at = 0; at < size; at++)
          g_assert_cmpuint (bytes[at], ==, rows[i].bit[corner] / 8 == at ? 0x80 >> rows[i].bit[corner] % 8 : 0);
      }
}

/* Indices of two, three and four bits in a row, as they are laid over bytes. */
static void
test_packed (void)
{
  static const struct
  {
    guint code;
    guint8 pixels[8];
    gsize turned_at; /* the byte it begins in */
    guint8 bytes[4];
    BrOeplDataType data_type;
    gsize length;
  } rows[] = {
    { 0xC1, { 0, 1, 2, 3, 4, 5, 6, 0 }, 0, { 0x05, 0x39, 0x70 }, BR_OEPL_DATA_3BPP, 96000 },
    { 0xC2, { 0, 1, 2, 3, 4, 5, 6, 0 }, 0, { 0x01, 0x23, 0x45, 0x60 }, BR_OEPL_DATA_4BPP, 192000 },
    { 0xBB, { 3, 2, 1, 0 }, 0, { 0 }, BR_OEPL_DATA_2BPP, 9472 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrTagImage) image = br_tag_image_new (br_tag_type_find (rows[i].code), NULL);
      BrOeplDataType data_type;
      g_autoptr (GBytes) payload = NULL;
      const guint8 *bytes;

      memcpy (image->pixels, rows[i].pixels, 8);
      payload = br_oepl_image_encode (image, &data_type);
      bytes = g_bytes_get_data (payload, NULL);
      g_assert_cmpint (data_type, ==, rows[i].data_type);
      g_assert_cmpuint (g_bytes_get_size (payload), ==, rows[i].length);
      if (rows[i].code != 0xBB)
        g_assert_cmpmem (bytes, image->type.bits, rows[i].bytes, image->type.bits);
      else /* turned: the first pixel is the first of the last row */
        g_assert_cmpuint (bytes[295 * 32] >> 6, ==, 3);
    }
}

static void
test_read_back (void)
{
  for (guint i = 0; br_tag_type_nth (i) != NULL; i++)
    {
      const BrTagType *type = br_tag_type_nth (i);
      g_autoptr (BrTagImage) pattern = make_pattern (type), white = br_tag_image_new (type, NULL);
      g_autoptr (GBytes) a = br_oepl_image_encode (pattern, NULL), b = br_oepl_image_encode (white, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (BrTagImage) back = br_oepl_image_decode (type, a, &error);

      g_assert_no_error (error);
      g_assert_true (br_tag_image_equal (back, pattern));
      g_assert_cmpint (br_oepl_image_compare (pattern, a), ==, BR_OEPL_READING_SAME);
      g_assert_cmpint (br_oepl_image_compare (pattern, b), ==, BR_OEPL_READING_DIFFERS);
      if (!type->packed)
        {
          g_autoptr (GBytes) c = make_compressed (pattern), d = make_compressed (white);

          g_assert_cmpint (br_oepl_image_compare (pattern, c), ==, BR_OEPL_READING_SAME);
          g_assert_cmpint (br_oepl_image_compare (pattern, d), ==, BR_OEPL_READING_DIFFERS);
          g_assert_cmpint (br_oepl_image_compare (white, d), ==, BR_OEPL_READING_SAME);
        }
    }
}

/* One dot is enough to differ, wherever it is. */
static void
test_one_dot (void)
{
  g_autoptr (BrTagImage) image = make_pattern (br_tag_type_find (0x06));

  for (guint i = 0; i < 200; i++)
    {
      guint at = g_test_rand_int_range (0, 250 * 128);
      g_autoptr (GBytes) payload = i % 2 == 0 ? br_oepl_image_encode (image, NULL) : make_compressed (image);

      image->pixels[at] = (image->pixels[at] + g_test_rand_int_range (1, 4)) % 4;
      g_assert_cmpint (br_oepl_image_compare (image, payload), ==, BR_OEPL_READING_DIFFERS);
    }
}

static void
test_damaged (void)
{
  const BrTagType *type = br_tag_type_find (0x01);
  g_autoptr (BrTagImage) image = make_pattern (type);
  g_autoptr (GBytes) raw = br_oepl_image_encode (image, NULL), compressed = make_compressed (image), empty = g_bytes_new_static (NULL, 0);
  gsize raw_size = g_bytes_get_size (raw), size = g_bytes_get_size (compressed);
  const struct
  {
    GBytes *of;
    gsize offset, length;
  } rows[] = {
    { raw, 0, 1 },        { raw, 0, raw_size - 1 },    { raw, 1, raw_size - 1 },    { compressed, 0, 3 },
    { compressed, 0, 4 }, { compressed, 0, size - 1 }, { compressed, 1, size - 1 }, { compressed, 4, size - 4 },
  };

  g_assert_cmpint (br_oepl_image_compare (image, empty), ==, BR_OEPL_READING_DAMAGED);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (rows[i].of, rows[i].offset, rows[i].length);

      g_assert_cmpint (br_oepl_image_compare (image, part), ==, BR_OEPL_READING_DAMAGED);
    }
}

/* A size that is claimed is not believed: neither one that would need memory, nor one that is not what comes out. */
static void
test_claims (void)
{
  const BrTagType *type = br_tag_type_find (0x01);
  g_autoptr (BrTagImage) image = make_pattern (type);
  g_autoptr (GBytes) raw = br_oepl_image_encode (image, NULL), compressed = make_compressed (image);
  g_autoptr (GByteArray) inner = make_inner (type, raw);
  static const guint claims[] = { 0, 6, 4742, 9477, 9479, 0x7FFFFFFF, 0xFFFFFFFF };

  for (gsize i = 0; i < G_N_ELEMENTS (claims); i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (compressed, NULL), g_bytes_get_size (compressed));
      g_autoptr (GBytes) payload = NULL;

      for (guint byte = 0; byte < 4; byte++)
        bytes[byte] = claims[i] >> (8 * byte);
      payload = g_bytes_new (bytes, g_bytes_get_size (compressed));
      g_assert_cmpint (br_oepl_image_compare (image, payload), ==, BR_OEPL_READING_DAMAGED);
    }
  for (guint byte = 0; byte < 6; byte++) /* the head of another size */
    {
      g_autoptr (GBytes) payload = NULL;

      inner->data[byte] ^= 3;
      payload = deflate_inner (inner);
      g_assert_cmpint (br_oepl_image_compare (image, payload), ==, BR_OEPL_READING_DAMAGED);
      inner->data[byte] ^= 3;
    }
}

/* G5 is not damage: it says nothing. A picture of ours that happens to begin like it is still known. */
static void
test_unreadable (void)
{
  const BrTagType *type = br_tag_type_find (0x01);
  g_autoptr (BrTagImage) image = make_pattern (type), odd = NULL;
  g_autoptr (GBytes) raw = br_oepl_image_encode (image, NULL), g5 = NULL, like_g5 = NULL;
  g_autoptr (GByteArray) inner = make_inner (type, raw);
  g_autoptr (GError) error = NULL;

  g5 = g_bytes_new (inner->data, 3000);
  g_assert_cmpint (br_oepl_image_compare (image, g5), ==, BR_OEPL_READING_UNREADABLE);
  g_assert_null (br_oepl_image_decode (type, g5, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_PROTOCOL);
  like_g5 = g_bytes_new (inner->data, 4736); /* as long as one plane */
  g_assert_cmpint (br_oepl_image_compare (image, like_g5), ==, BR_OEPL_READING_UNREADABLE);
  odd = br_tag_image_new (type, NULL);
  for (guint i = 0; i < 48; i++) /* the same six bytes as dots: down the right edge */
    odd->pixels[i * 296 + 295] = inner->data[i / 8] >> (7 - i % 8) & 1;
  g_clear_pointer (&raw, g_bytes_unref);
  raw = br_oepl_image_encode (odd, NULL);
  g_assert_cmpmem (g_bytes_get_data (raw, NULL), 6, inner->data, 6);
  g_assert_cmpint (br_oepl_image_compare (odd, raw), ==, BR_OEPL_READING_SAME);
}

/* Bytes of a colour the tag has not are no picture of it. */
static void
test_foreign_colour (void)
{
  g_autoptr (BrTagImage) yellow = br_tag_image_new (br_tag_type_find (0x07), NULL), asked = br_tag_image_new (br_tag_type_find (0x01), NULL);
  g_autoptr (GBytes) payload = NULL;

  yellow->pixels[77] = 3;
  payload = br_oepl_image_encode (yellow, NULL);
  g_assert_cmpint (br_oepl_image_compare (asked, payload), ==, BR_OEPL_READING_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/oepl-image/golden", test_golden);
  g_test_add_func ("/oepl-image/hash", test_hash);
  g_test_add_func ("/oepl-image/corners", test_corners);
  g_test_add_func ("/oepl-image/packed", test_packed);
  g_test_add_func ("/oepl-image/read-back", test_read_back);
  g_test_add_func ("/oepl-image/one-dot", test_one_dot);
  g_test_add_func ("/oepl-image/damaged", test_damaged);
  g_test_add_func ("/oepl-image/claims", test_claims);
  g_test_add_func ("/oepl-image/unreadable", test_unreadable);
  g_test_add_func ("/oepl-image/foreign-colour", test_foreign_colour);
  return g_test_run ();
}
