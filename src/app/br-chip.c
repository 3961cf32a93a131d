/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chip and its table. Colour is never the only sign: every state has its own word and icon. */
#include "config.h"

#include "br-chip.h"

#include <glib/gi18n.h>

static const struct
{
  const char *word;
  const char *icon;
  const char *style; /* css class: accent, success, warning, error, flat; NULL = neutral */
} chips[BR_N_CHIPS] = {
  [BR_CHIP_DRAFT] = { N_("Draft"), "document-edit-symbolic", NULL },
  [BR_CHIP_SUBMITTED] = { N_("Submitted"), "document-send-symbolic", "accent" },
  [BR_CHIP_LISTED] = { N_("Listed"), "object-select-symbolic", "success" },
  [BR_CHIP_CLEARANCE] = { N_("Clearance"), "pan-down-symbolic", "warning" },
  [BR_CHIP_DELISTED] = { N_("Delisted"), "list-remove-symbolic", NULL },
  [BR_CHIP_RETIRED] = { N_("Retired"), "user-trash-symbolic", NULL },
  [BR_CHIP_QUEUED] = { N_("Waiting"), "content-loading-symbolic", NULL },
  [BR_CHIP_SENT] = { N_("Sent, no answer yet"), "document-send-symbolic", "accent" },
  [BR_CHIP_REFUSED] = { N_("Refused"), "dialog-error-symbolic", "error" },
  [BR_CHIP_WITHDRAWN] = { N_("Withdrawn"), "edit-undo-symbolic", NULL },
  [BR_CHIP_ACKED] = { N_("At HQ"), "object-select-symbolic", "success" },
  [BR_CHIP_FROM_HQ] = { N_("From HQ"), "network-server-symbolic", "accent" },
  [BR_CHIP_UNDONE] = { N_("Undone"), "edit-undo-symbolic", "warning" },
  [BR_CHIP_UNDO] = { N_("Undo"), "edit-undo-symbolic", NULL },
  [BR_CHIP_INFO] = { N_("Note"), "dialog-information-symbolic", NULL },
  [BR_CHIP_WARNING] = { N_("Warning"), "dialog-warning-symbolic", "warning" },
  [BR_CHIP_ERROR] = { N_("Error"), "dialog-error-symbolic", "error" },
  [BR_CHIP_DECIDE] = { N_("Decide"), "dialog-question-symbolic", "error" },
  [BR_CHIP_FIX] = { N_("Fix"), "dialog-warning-symbolic", "warning" },
  [BR_CHIP_CHECK] = { N_("Look"), "edit-find-symbolic", "accent" },
  [BR_CHIP_WAIT] = { N_("Waits"), "content-loading-symbolic", NULL },
  [BR_CHIP_LABEL_LOADING] = { N_("Being sent"), "document-send-symbolic", "accent" },
  [BR_CHIP_LABEL_ARMED] = { N_("At the printer"), "printer-symbolic", "accent" },
  [BR_CHIP_LABEL_SENT] = { N_("Sent"), "document-send-symbolic", "accent" },
  [BR_CHIP_PRINTED] = { N_("Printed"), "object-select-symbolic", "success" },
  [BR_CHIP_UNCERTAIN] = { N_("Uncertain"), "dialog-question-symbolic", "warning" },
  [BR_CHIP_FAILED] = { N_("Not printed"), "dialog-error-symbolic", "error" },
  [BR_CHIP_CANCELLED] = { N_("Cancelled"), "window-close-symbolic", NULL },
  [BR_CHIP_HELD] = { N_("Held"), "media-playback-pause-symbolic", "warning" },
  [BR_CHIP_JOB_PRINTING] = { N_("Printing"), "printer-symbolic", "accent" },
  [BR_CHIP_JOB_PAUSED] = { N_("Paused"), "media-playback-pause-symbolic", "warning" },
  [BR_CHIP_JOB_STOPPED] = { N_("Stopped"), "dialog-warning-symbolic", "error" },
  [BR_CHIP_ON_ITS_WAY] = { N_("On its way"), "printer-symbolic", "accent" },
  [BR_CHIP_PRINTER_SILENT] = { N_("Has said nothing yet"), "dialog-question-symbolic", NULL },
  [BR_CHIP_PRINTER_LEFT] = { N_("Not asked now"), "dialog-question-symbolic", NULL },
  [BR_CHIP_PRINTER_READY] = { N_("Ready"), "object-select-symbolic", "success" },
  [BR_CHIP_PRINTER_ATTENTION] = { N_("Needs you"), "dialog-warning-symbolic", "error" },
  [BR_CHIP_PRINTER_GONE] = { N_("Not there"), "network-offline-symbolic", "warning" },
  [BR_CHIP_PRINTER_NO_ACCESS] = { N_("May not be opened"), "channel-insecure-symbolic", "error" },
  [BR_CHIP_PRINTER_UNSET] = { N_("To be set up"), "preferences-system-symbolic", "accent" },
  [BR_CHIP_TAG_UNBOUND] = { N_("Not bound"), "list-remove-symbolic", NULL },
  [BR_CHIP_TAG_SHOWN] = { N_("Shown"), "object-select-symbolic", "success" },
  [BR_CHIP_TAG_TAKEN] = { N_("Downloaded"), "folder-download-symbolic", "success" },
  [BR_CHIP_TAG_UNPROVED] = { N_("Not proved"), "view-conceal-symbolic", "warning" },
  [BR_CHIP_TAG_BLANKING] = { N_("Being blanked"), "edit-clear-symbolic", "warning" },
  [BR_CHIP_TAG_WAITING] = { N_("To be sent"), "content-loading-symbolic", NULL },
  [BR_CHIP_TAG_AT_STATION] = { N_("Waiting for tag"), "network-wireless-symbolic", "warning" },
  [BR_CHIP_TAG_FETCHING] = { N_("Tag fetches it"), "folder-download-symbolic", "accent" },
  [BR_CHIP_TAG_LOOKING] = { N_("Being checked"), "edit-find-symbolic", "accent" },
  [BR_CHIP_TAG_AGAIN] = { N_("Tried again"), "view-refresh-symbolic", "warning" },
  [BR_CHIP_TAG_SILENT] = { N_("Not heard"), "network-offline-symbolic", "error" },
  [BR_CHIP_TAG_FAILED] = { N_("Needs you"), "dialog-error-symbolic", "error" },
  [BR_CHIP_TAG_HELD] = { N_("New look waits"), "media-playback-pause-symbolic", NULL },
  [BR_CHIP_TAG_FINDER] = { N_("Being looked for"), "edit-find-symbolic", "warning" },
  [BR_CHIP_STATION_NEW] = { N_("Never reached yet"), "dialog-question-symbolic", NULL },
  [BR_CHIP_STATION_UP] = { N_("Works"), "object-select-symbolic", "success" },
  [BR_CHIP_STATION_DEGRADED] = { N_("Works in part"), "dialog-warning-symbolic", "warning" },
  [BR_CHIP_STATION_DOWN] = { N_("Not reached"), "network-offline-symbolic", "error" },
  [BR_CHIP_STATION_LYING] = { N_("Not trusted"), "dialog-error-symbolic", "error" },
  [BR_CHIP_SHELF_NONE] = { "—", NULL, "flat" },
  [BR_CHIP_SHELF_RIGHT] = { N_("Agrees"), "object-select-symbolic", "success" },
  [BR_CHIP_SHELF_WRONG] = { N_("Differs"), "dialog-error-symbolic", "error" },
  [BR_CHIP_SHELF_UNPROVED] = { N_("Not proved"), "view-conceal-symbolic", "warning" },
};

struct _BrChip
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *label;
  BrChipState state;
};

G_DEFINE_FINAL_TYPE (BrChip, br_chip, ADW_TYPE_BIN)

static void
br_chip_class_init (BrChipClass *klass)
{
}

static void
br_chip_init (BrChip *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->icon = GTK_IMAGE (g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "chip");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
br_chip_new (void)
{
  return g_object_new (BR_TYPE_CHIP, NULL);
}

void
br_chip_set_state (BrChip *self, BrChipState state)
{
  g_return_if_fail (BR_IS_CHIP (self));
  g_return_if_fail (state < BR_N_CHIPS);

  if (self->state == state)
    return;
  if (chips[self->state].style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), chips[self->state].style);
  self->state = state;
  gtk_widget_set_visible (GTK_WIDGET (self), state != BR_CHIP_NONE);
  if (state == BR_CHIP_NONE)
    return;
  gtk_label_set_text (self->label, _(chips[state].word));
  gtk_image_set_from_icon_name (self->icon, chips[state].icon);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), chips[state].icon != NULL);
  if (chips[state].style != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), chips[state].style);
}

const char *
br_chip_state_get_word (BrChipState state)
{
  g_return_val_if_fail (state < BR_N_CHIPS, "");
  return chips[state].word != NULL ? _(chips[state].word) : "";
}
