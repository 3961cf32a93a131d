/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The typed search language: a recursive descent parser over the text as typed, so that an error can point at it. The grammar
 * is in the header. Depth, number of terms and length are bounded, so hostile input costs no more than honest input.
 *
 * Beyond the grammar: blanks separate, also the ideographic one; quotes are "…" and “…”; an unknown name of letters before a
 * colon is an error (a typing mistake), anything else before a colon is plain text ("3:1").
 */
#include "config.h"

#include "br-search.h"

#include <string.h>

#include "br-error.h"
#include "br-money.h"
#include "br-search-field.h"

#define MAX_BYTES 1000
#define MAX_DEPTH 16
#define MAX_TERMS 64

typedef struct
{
  const char *text;         /* the whole query */
  gsize pos;          /* byte offset of what comes next */
  guint digits;       /* decimals of money */
  guint depth;        /* open parentheses and minus signs */
  guint n_terms;
  gsize error_offset; /* what an error is about */
  gsize error_length;
} Parser;

static BrSearchNode *parse_or (Parser *self, GError **error);

static void
node_free (gpointer data)
{
  BrSearchNode *node = data;

  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_free (node->key);
  g_free (node->text);
  g_free (node);
}

static BrSearchNode *
node_new (BrSearchOp op)
{
  BrSearchNode *node = g_new0 (BrSearchNode, 1);

  node->op = op;
  node->low = G_MININT64;
  node->high = G_MAXINT64;
  if (op != BR_SEARCH_TERM)
    node->children = g_ptr_array_new_with_free_func (node_free);
  return node;
}

/* NULL with `error` set, about the bytes from `offset` to the parser's position. */
static gpointer
fail (Parser *self, gsize offset, gsize length, GError **error, const char *why)
{
  self->error_offset = offset;
  self->error_length = length;
  g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, why);
  return NULL;
}

/* A full-width form as its ASCII form, an ideographic space as a space. */
static gunichar
fold_width (gunichar c)
{
  if (c >= 0xff01 && c <= 0xff5e)
    return c - 0xfee0;
  return c == 0x3000 ? ' ' : c;
}

static gunichar
peek (const Parser *self)
{
  return fold_width (g_utf8_get_char (self->text + self->pos));
}

static void
advance (Parser *self)
{
  self->pos = g_utf8_next_char (self->text + self->pos) - self->text;
}

static void
skip_blanks (Parser *self)
{
  while (peek (self) != 0 && g_unichar_isspace (peek (self)))
    advance (self);
}

static gboolean
is_open_quote (gunichar c)
{
  return c == '"' || c == 0x201c;
}

static gboolean
ends_word (gunichar c)
{
  return c == 0 || g_unichar_isspace (c) || c == '(' || c == ')' || c == '|';
}

static char *
normalise (const char *text, gssize length)
{
  g_autofree char *composed = g_utf8_normalize (text, length, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_strdown (composed, -1);
}

/* Reads up to a blank, a parenthesis or a bar; with `stop_at_colon` also up to a colon. */
static char *
read_word (Parser *self, gboolean stop_at_colon)
{
  gsize start = self->pos;

  while (!ends_word (peek (self)) && !(stop_at_colon && peek (self) == ':'))
    advance (self);
  return normalise (self->text + start, self->pos - start);
}

static char *
read_quoted (Parser *self, GError **error)
{
  gsize start = self->pos, inner;

  advance (self);
  inner = self->pos;
  while (peek (self) != 0 && peek (self) != '"' && peek (self) != 0x201d)
    advance (self);
  if (peek (self) == 0)
    return fail (self, start, self->pos - start, error, "a quotation mark is not closed");
  advance (self);
  return normalise (self->text + inner, g_utf8_prev_char (self->text + self->pos) - (self->text + inner));
}

static gboolean
parse_number (const Parser *self, BrSearchValueKind kind, const char *text, gint64 *out)
{
  guint digits = kind == BR_SEARCH_MONEY ? self->digits : kind == BR_SEARCH_PERCENT ? 2 : 0;
  g_autofree char *bare = g_strdup (text);

  if (kind == BR_SEARCH_PERCENT && g_str_has_suffix (bare, "%"))
    bare[strlen (bare) - 1] = '\0';
  return br_money_parse (bare, digits, out, NULL) && *out > G_MININT64 + 1 && *out < G_MAXINT64 - 1;
}

/* "5..9", "..9", "5..": `dots` is where the dots stand. */
static gboolean
parse_interval (const Parser *self, BrSearchValueKind kind, const char *text, const char *dots, BrSearchNode *node)
{
  g_autofree char *low = g_strndup (text, dots - text);
  const char *high = dots + 2;

  if (*low == '\0' && *high == '\0')
    return FALSE;
  return (*low == '\0' || parse_number (self, kind, low, &node->low)) && (*high == '\0' || parse_number (self, kind, high, &node->high));
}

/* "<5", "<=5", ">5", ">=5". */
static gboolean
parse_comparison (const Parser *self, BrSearchValueKind kind, const char *text, BrSearchNode *node)
{
  gboolean inclusive = text[1] == '=';
  gint64 value;

  if (!parse_number (self, kind, text + (inclusive ? 2 : 1), &value))
    return FALSE;
  if (*text == '<')
    node->high = inclusive ? value : value - 1;
  else
    node->low = inclusive ? value : value + 1;
  return TRUE;
}

/* A number, an interval or a comparison into an inclusive range. */
static gboolean
parse_range (const Parser *self, BrSearchValueKind kind, const char *text, BrSearchNode *node)
{
  const char *dots = strstr (text, "..");

  if (dots != NULL)
    return parse_interval (self, kind, text, dots, node);
  if (*text == '<' || *text == '>')
    return parse_comparison (self, kind, text, node);
  if (!parse_number (self, kind, text, &node->high))
    return FALSE;
  node->low = kind == BR_SEARCH_DAYS ? 0 : node->high;
  return TRUE;
}

static BrSearchNode *
parse_choice (Parser *self, const BrSearchFieldInfo *info, gsize start, BrSearchNode *node, GError **error)
{
  const BrSearchChoice *choice = br_search_choice_find (info, node->text);

  if (choice == NULL)
    {
      node_free (node);
      return fail (self, start, self->pos - start, error, "this field has no such value");
    }
  g_free (node->text);
  node->text = g_strdup (choice->name);
  node->low = node->high = choice->number;
  return node;
}

/* What stands after "field:"; `info` NULL means an attribute. */
static BrSearchNode *
parse_value (Parser *self, const BrSearchFieldInfo *info, BrSearchNode *node, GError **error)
{
  gsize start = self->pos;

  node->quoted = is_open_quote (peek (self));
  node->text = node->quoted ? read_quoted (self, error) : read_word (self, FALSE);
  if (node->text == NULL || *node->text == '\0')
    {
      if (node->text != NULL)
        fail (self, start, 0, error, "a value is missing after the colon");
      node_free (node);
      return NULL;
    }
  if (info == NULL || info->kind == BR_SEARCH_TEXT)
    return node;
  if (info->choices != NULL)
    return parse_choice (self, info, start, node, error);
  if (!parse_range (self, info->kind, node->text, node))
    {
      node_free (node);
      return fail (self, start, self->pos - start, error, "a number or a range such as 10..20, <5 or >=3 is expected");
    }
  g_clear_pointer (&node->text, g_free);
  return node;
}

static gboolean
is_name (const char *word)
{
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isalpha (g_utf8_get_char (p)) && *p != '_' && *p != '.')
      return FALSE;
  return *word != '\0';
}

static BrSearchNode *
parse_field (Parser *self, const char *name, gsize start, GError **error)
{
  const BrSearchFieldInfo *info = br_search_field_find (name);
  BrSearchNode *node;

  if (info == NULL && !(g_str_has_prefix (name, "attr.") && name[5] != '\0'))
    return fail (self, start, self->pos - start, error, "there is no field of this name");
  advance (self); /* the colon */
  node = node_new (BR_SEARCH_TERM);
  node->field = info != NULL ? info->field : BR_SEARCH_ATTRIBUTE;
  node->key = info == NULL ? g_strdup (name + 5) : NULL;
  return parse_value (self, info, node, error);
}

static BrSearchNode *
parse_term (Parser *self, GError **error)
{
  gsize start = self->pos;
  g_autofree char *word = NULL;
  BrSearchNode *node;

  if (++self->n_terms > MAX_TERMS)
    return fail (self, start, strlen (self->text) - start, error, "too many words");
  if (!is_open_quote (peek (self)))
    {
      word = read_word (self, TRUE);
      if (peek (self) == ':' && (is_name (word) || br_search_field_find (word) != NULL || g_str_has_prefix (word, "attr.")))
        return parse_field (self, word, start, error);
      self->pos = start;
    }
  node = node_new (BR_SEARCH_TERM);
  node->field = BR_SEARCH_ANY;
  node->quoted = is_open_quote (peek (self));
  node->text = node->quoted ? read_quoted (self, error) : read_word (self, FALSE);
  if (node->text != NULL && *node->text != '\0')
    return node;
  if (node->text != NULL)
    fail (self, start, self->pos - start, error, "there is nothing to look for here");
  node_free (node);
  return NULL;
}

static BrSearchNode *
parse_group (Parser *self, GError **error)
{
  gsize start = self->pos;
  BrSearchNode *node;

  advance (self);
  node = parse_or (self, error);
  if (node == NULL)
    return NULL;
  skip_blanks (self);
  if (peek (self) != ')')
    {
      node_free (node);
      return fail (self, start, 1, error, "a parenthesis is not closed");
    }
  advance (self);
  return node;
}

static BrSearchNode *
parse_unary (Parser *self, GError **error)
{
  gsize start = self->pos;
  gboolean negated = peek (self) == '-';
  BrSearchNode *inner, *node;

  if (self->depth >= MAX_DEPTH)
    return fail (self, start, 1, error, "too deeply nested");
  self->depth++;
  if (negated)
    {
      advance (self);
      inner =
          ends_word (peek (self)) && peek (self) != '(' ? fail (self, start, 1, error, "a word is missing after the minus sign") : parse_unary (self, error);
    }
  else
    inner = peek (self) == '(' ? parse_group (self, error) : parse_term (self, error);
  self->depth--;
  if (inner == NULL || !negated)
    return inner;
  node = node_new (BR_SEARCH_NOT);
  g_ptr_array_add (node->children, inner);
  return node;
}

/* Length in bytes of an "or" at the parser's position, 0 when there is none. */
static gsize
or_length (const Parser *self)
{
  const char *p = self->text + self->pos;

  if (peek (self) == '|')
    return g_utf8_next_char (p) - p;
  if (g_ascii_strncasecmp (p, "or", 2) == 0 && ends_word (fold_width (g_utf8_get_char (p + 2))))
    return 2;
  if (g_str_has_prefix (p, "或") && ends_word (fold_width (g_utf8_get_char (p + strlen ("或")))))
    return strlen ("或");
  return 0;
}

/* A node with one child is that child. */
static BrSearchNode *
unwrap (BrSearchNode *node)
{
  BrSearchNode *only;

  if (node->children->len != 1)
    return node;
  only = g_ptr_array_steal_index (node->children, 0);
  node_free (node);
  return only;
}

static BrSearchNode *
parse_and (Parser *self, GError **error)
{
  BrSearchNode *node = node_new (BR_SEARCH_AND);

  for (;;)
    {
      BrSearchNode *child;

      skip_blanks (self);
      if (peek (self) == 0 || peek (self) == ')' || or_length (self) > 0)
        break;
      child = parse_unary (self, error);
      if (child == NULL)
        {
          node_free (node);
          return NULL;
        }
      g_ptr_array_add (node->children, child);
    }
  if (node->children->len > 0)
    return unwrap (node);
  node_free (node);
  return fail (self, self->pos, 0, error, "a word is missing here");
}

static BrSearchNode *
parse_or (Parser *self, GError **error)
{
  BrSearchNode *node = node_new (BR_SEARCH_OR);

  for (;;)
    {
      BrSearchNode *child = parse_and (self, error);
      gsize length;

      if (child == NULL)
        {
          node_free (node);
          return NULL;
        }
      g_ptr_array_add (node->children, child);
      skip_blanks (self);
      length = or_length (self);
      if (length == 0)
        return unwrap (node);
      self->pos += length;
    }
}

static BrSearchNode *
parse_all (Parser *self, GError **error)
{
  BrSearchNode *root = parse_or (self, error);

  if (root == NULL || peek (self) == 0)
    return root;
  node_free (root);
  return fail (self, self->pos, 1, error, "this parenthesis has no partner");
}

static void
search_clear (gpointer data)
{
  BrSearch *self = data;

  g_clear_pointer (&self->root, node_free);
}

BrSearch *
br_search_parse (const char *text, guint digits, gsize *error_offset, gsize *error_length, GError **error)
{
  Parser parser = { .text = text, .digits = digits };
  BrSearchNode *root = NULL;
  gboolean ok;
  BrSearch *self;

  if (strlen (text) > MAX_BYTES)
    ok = fail (&parser, MAX_BYTES, strlen (text) - MAX_BYTES, error, "the query is too long") != NULL;
  else if (!g_utf8_validate (text, -1, NULL))
    ok = fail (&parser, 0, strlen (text), error, "the query is not valid text") != NULL;
  else
    {
      skip_blanks (&parser);
      ok = peek (&parser) == 0 || (root = parse_all (&parser, error)) != NULL;
    }
  if (!ok)
    {
      *error_offset = parser.error_offset;
      *error_length = parser.error_length;
      return NULL;
    }
  self = g_atomic_rc_box_new0 (BrSearch);
  self->root = root;
  return self;
}

BrSearch *
br_search_ref (BrSearch *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
br_search_unref (BrSearch *self)
{
  g_atomic_rc_box_release_full (self, search_clear);
}

/* Adds names that begin with `prefix`, each with `before` and `after` around it. */
static void
complete_choices (const BrSearchFieldInfo *info, const char *field, const char *prefix, GStrvBuilder *out)
{
  for (const BrSearchChoice *choice = info->choices; choice != NULL && choice->name != NULL; choice++)
    if (g_str_has_prefix (choice->name, prefix) || (choice->alias != NULL && g_str_has_prefix (choice->alias, prefix)))
      g_strv_builder_take (out, g_strconcat (field, ":", choice->name, NULL));
}

char **
br_search_complete (const char *text, gsize offset)
{
  g_autoptr (GStrvBuilder) out = g_strv_builder_new ();
  gsize start = MIN (offset, strlen (text)), n;
  const BrSearchFieldInfo *fields = br_search_field_list (&n);
  g_autofree char *word = NULL;
  char *colon;

  offset = start;
  while (start > 0 && !strchr (" ()|-", text[start - 1]))
    start--;
  word = g_utf8_validate (text + start, offset - start, NULL) ? normalise (text + start, offset - start) : g_strdup ("");
  colon = strchr (word, ':');
  if (colon != NULL)
    {
      const BrSearchFieldInfo *info;

      *colon = '\0';
      info = br_search_field_find (word);
      if (info != NULL)
        complete_choices (info, word, colon + 1, out);
    }
  else if (*word != '\0')
    for (gsize i = 0; i < n; i++)
      for (guint j = 0; fields[i].names[j] != NULL; j++)
        if (g_str_has_prefix (fields[i].names[j], word))
          g_strv_builder_take (out, g_strconcat (fields[i].names[j], ":", NULL));
  return g_strv_builder_end (out);
}
