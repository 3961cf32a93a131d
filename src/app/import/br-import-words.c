/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables from the import's enums to words. */
#include "config.h"
#include "br-import-words.h"

#include <glib/gi18n.h>

const char *
br_import_words_target (BrImportTarget target)
{
  static const char *const names[BR_IMPORT_N_TARGETS] = {
    [BR_IMPORT_IGNORE] = N_("Leave out"),
    [BR_IMPORT_NAME] = N_("Name"),
    [BR_IMPORT_NAME_ALT] = N_("Second name"),
    [BR_IMPORT_CODE] = N_("SKU code"),
    [BR_IMPORT_BARCODE] = N_("Barcode"),
    [BR_IMPORT_CATEGORY] = N_("Category"),
    [BR_IMPORT_BRAND] = N_("Brand"),
    [BR_IMPORT_UNIT] = N_("Unit"),
    [BR_IMPORT_SUPPLIER] = N_("Supplier"),
    [BR_IMPORT_TAX_CLASS] = N_("Tax class"),
    [BR_IMPORT_COST] = N_("Cost"),
    [BR_IMPORT_PRICE] = N_("Price"),
    [BR_IMPORT_STATUS] = N_("Status"),
    [BR_IMPORT_DESCRIPTION] = N_("Description"),
    [BR_IMPORT_OPTION] = N_("Option of variants"),
    [BR_IMPORT_ATTRIBUTE] = N_("Attribute"),
  };

  return target < BR_IMPORT_N_TARGETS ? _(names[target]) : "";
}

const char *
br_import_words_verdict (BrImportVerdict verdict)
{
  switch (verdict)
    {
    case BR_VERDICT_CREATED: return C_("import", "New");
    case BR_VERDICT_UPDATED: return C_("import", "Changed");
    case BR_VERDICT_UNCHANGED: return C_("import", "Same");
    case BR_VERDICT_REJECTED:
    default: return C_("import", "Rejected");
    }
}

const char *
br_import_words_reason (BrImportReason reason)
{
  static const char *const sentences[BR_N_REASONS] = {
    [BR_REASON_NO_KEY] = N_("There is neither an SKU code nor a barcode"),
    [BR_REASON_REPEATED] = N_("An earlier row has the same code or barcode"),
    [BR_REASON_AMBIGUOUS] = N_("Several SKUs have this code or barcode"),
    [BR_REASON_BAD_TEXT] = N_("The text has characters that cannot be shown"),
    [BR_REASON_TOO_LONG] = N_("The text is too long"),
    [BR_REASON_BAD_BARCODE] = N_("This is no barcode; perhaps a spreadsheet has rounded it"),
    [BR_REASON_BAD_AMOUNT] = N_("This is no amount of money"),
    [BR_REASON_BAD_STATUS] = N_("There is no such status"),
    [BR_REASON_BAD_TAX_CLASS] = N_("There is no such tax class, and it is no percentage"),
    [BR_REASON_BAD_OPTIONS] = N_("The product has other options"),
    [BR_REASON_NO_NAME] = N_("Nothing but the code is known"),
    [BR_REASON_REFUSED] = N_("You may not make this change, or the price is below the floor"),
    [BR_REASON_BAD_STEP] = N_("The status cannot take this step"),
    [BR_REASON_INVALID] = N_("Together with what is there, this breaks a rule"),
  };

  return reason < BR_N_REASONS && sentences[reason] != NULL ? _(sentences[reason]) : "";
}

char *
br_import_words_sum (const BrImportReport *report)
{
  g_autofree char *rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d row", "%'d rows", (gulong) report->n_rows), (int) report->n_rows);

  /* Translators: the first is "1,200 rows", then four numbers of rows. */
  return g_strdup_printf (_("%s: %'d new, %'d changed, %'d the same, %'d rejected"), rows, (int) report->n_created, (int) report->n_updated,
                          (int) report->n_unchanged, (int) report->n_rejected);
}
