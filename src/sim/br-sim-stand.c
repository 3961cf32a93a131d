/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A simulated printer ready for use. */
#include "config.h"

#include "br-sim-stand.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "br-error.h"
#include "br-sim-order.h"
#include "br-sim-page.h"
#include "br-sim-png.h"
#include "br-sim-socket.h"

#define MAX_FILES 500 /* labels kept in the folder, and in memory */
#define SAVE_MS 250 /* how often new labels are looked for */
#define FILE_FORMAT "label-%06u.png"
#define PORTS_FILE "ports"

struct _BrSimStand
{
  BrSimPrinter *printer;
  BrSimSocket *socket;
  BrSimPage *page;
  BrHead head;
  char *folder;
  guint n_saved;     /* of the printer's sheets */
  guint next_number; /* of a file */
  guint timer;
};

static char *
file_of (const BrSimStand *self, guint number)
{
  g_autofree char *name = g_strdup_printf (FILE_FORMAT, number);

  return g_build_filename (self->folder, name, NULL);
}

/* Labels of another day stay until there are too many. */
static void
find_next_number (BrSimStand *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;
  guint number;

  self->next_number = 1;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (sscanf (name, FILE_FORMAT, &number) == 1 && number < G_MAXINT)
      self->next_number = MAX (self->next_number, number + 1);
}

/* A label that cannot be kept is told and is no reason to stop. */
static void
save_sheet (BrSimStand *self, const BrSimSheet *sheet)
{
  g_autofree char *path = file_of (self, self->next_number);
  g_autofree char *oldest = self->next_number > MAX_FILES ? file_of (self, self->next_number - MAX_FILES) : NULL;
  g_autoptr (GBytes) png = br_sim_png_encode (sheet->bitmap, self->head.dots_num * 1000 / self->head.dots_den);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, g_bytes_get_data (png, NULL), (gssize) g_bytes_get_size (png), &error))
    fprintf (stderr, "backroom-sim: %s\n", error->message);
  if (oldest != NULL)
    g_unlink (oldest);
  self->next_number++;
}

static gboolean
save_cb (gpointer data)
{
  BrSimStand *self = data;
  BrSimState state;

  br_sim_printer_get_state (self->printer, &state);
  for (; self->n_saved < state.n_sheets; self->n_saved++)
    {
      g_auto (BrSimSheet) sheet = { 0 };

      if (br_sim_printer_get_sheet (self->printer, self->n_saved, &sheet))
        save_sheet (self, &sheet);
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
use_folder (BrSimStand *self, const char *folder, GError **error)
{
  if (folder == NULL)
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "%s: %s", folder, g_strerror (errno));
      return FALSE;
    }
  self->folder = g_strdup (folder);
  find_next_number (self);
  self->timer = g_timeout_add (SAVE_MS, save_cb, self);
  return TRUE;
}

BrSimStand *
br_sim_stand_new (const BrSimStandParams *params, GError **error)
{
  g_autoptr (BrSimStand) self = g_new0 (BrSimStand, 1);
  BrSimPrinterParams printer = params->printer;
  g_autofree char *title = NULL;

  printer.max_sheets = MAX_FILES;
  self->head = printer.paper.head;
  self->printer = br_sim_printer_new (&printer, br_clock_system ());
  if (self->printer == NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "there is no simulated printer of that language");
      return NULL;
    }
  if (!use_folder (self, params->folder, error))
    return NULL;
  self->socket = br_sim_socket_new (self->printer, params->port, error);
  if (self->socket == NULL)
    return NULL;
  title = g_strdup_printf ("Simulated label printer at 127.0.0.1:%u", br_sim_stand_get_port (self));
  self->page = br_sim_page_new (self->printer, &self->head, title, params->web_port, error);
  return self->page != NULL ? g_steal_pointer (&self) : NULL;
}

static void
read_ports (const char *path, BrSimStandParams *params)
{
  g_autofree char *text = NULL;
  unsigned port, web_port;

  if (!g_file_get_contents (path, &text, NULL, NULL) || sscanf (text, "%u %u", &port, &web_port) != 2 || port > G_MAXUINT16 || web_port > G_MAXUINT16)
    return;
  params->port = (guint16) port;
  params->web_port = (guint16) web_port;
}

BrSimStand *
br_sim_stand_new_steady (const BrSimStandParams *params, GError **error)
{
  g_autofree char *path = g_build_filename (params->folder, PORTS_FILE, NULL), *text = NULL;
  BrSimStandParams known = *params;
  BrSimStand *self;

  read_ports (path, &known);
  self = br_sim_stand_new (&known, NULL);
  if (self == NULL)
    self = br_sim_stand_new (params, error);
  if (self == NULL)
    return NULL;
  text = g_strdup_printf ("%u %u\n", br_sim_stand_get_port (self), br_sim_page_get_port (self->page));
  if (g_file_set_contents (path, text, -1, error))
    return self;
  br_sim_stand_free (self);
  return NULL;
}

void
br_sim_stand_print (const BrSimStand *self)
{
  printf ("printer 127.0.0.1:%u\nweb %s\n", br_sim_stand_get_port (self), br_sim_stand_get_url (self));
  fflush (stdout);
}

gboolean
br_sim_stand_obey (BrSimStand *self, const char *word)
{
  return br_sim_order_obey (self->printer, word);
}

guint16
br_sim_stand_get_port (const BrSimStand *self)
{
  return br_sim_socket_get_port (self->socket);
}

const char *
br_sim_stand_get_url (const BrSimStand *self)
{
  return br_sim_page_get_url (self->page);
}

void
br_sim_stand_free (BrSimStand *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  br_sim_page_free (self->page);
  br_sim_socket_free (self->socket);
  if (self->folder != NULL)
    save_cb (self);
  br_sim_printer_free (self->printer);
  g_free (self->folder);
  g_free (self);
}
