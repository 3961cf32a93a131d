/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The certificate of a moment, as a file. It is there when it is whole, and not before. */
#include "config.h"

#include "br-tag-service-private.h"

#include "br-error.h"
#include "br-label-source.h"
#include "br-tag-certificate.h"
#include "br-tag-event-store.h"
#include "br-tag-list-store.h"

#define MAX_ROWS 200000

typedef struct
{
  BrStore *store;
  gint64 at_us, now_us;
  char *person;
  GFile *file;
  BrLabelShop shop;  /* read */
  GPtrArray *truths; /* read */
} CertifyJob;

static void
free_job (gpointer data)
{
  CertifyJob *job = data;

  g_clear_pointer (&job->truths, g_ptr_array_unref);
  br_label_shop_clear (&job->shop);
  g_object_unref (job->file);
  g_free (job->person);
  br_store_unref (job->store);
  g_free (job);
}

static gboolean
read_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  CertifyJob *job = data;
  BrShelfQuery query = {
    .which = BR_SHELF_ALL, .least_proof = BR_TAG_PROOF_ACCEPTED, .now_us = job->now_us, .at_us = job->at_us == job->now_us ? 0 : job->at_us, .limit = MAX_ROWS
  };

  if (!br_label_shop_load (db, &job->shop, error))
    return FALSE;
  job->truths = br_shelf_list (db, &query, NULL, cancellable, error);
  return job->truths != NULL;
}

static GBytes *
write_file (const CertifyJob *job, GError **error)
{
  g_autofree char *name = g_file_get_basename (job->file);
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;
  BrTagCertificate certificate = { .at_us = job->at_us,
                                   .made_us = job->now_us,
                                   .place = job->shop.name,
                                   .person = job->person,
                                   .zone = job->shop.zone,
                                   .currency = job->shop.currency,
                                   .digits = job->shop.digits,
                                   .truths = job->truths };

  return lower != NULL && g_str_has_suffix (lower, ".csv") ? br_tag_certificate_csv (&certificate) : br_tag_certificate_pdf (&certificate, error);
}

static gboolean
certify_work (gpointer data, GCancellable *cancellable, GError **error)
{
  CertifyJob *job = data;
  g_autoptr (GBytes) bytes = NULL;

  if (job->at_us > job->now_us || job->at_us < job->now_us - BR_TAG_HISTORY_MOST_US)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "the moment is yet to come, or longer ago than is kept");
      return FALSE;
    }
  if (!br_store_read (job->store, read_job, job, cancellable, error))
    return FALSE;
  bytes = write_file (job, error);
  return bytes != NULL
         && g_file_replace_contents (job->file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                     cancellable, error);
}

void
br_tag_service_certificate_async (BrTagService *self, const BrTagCertify *what, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  CertifyJob *job = g_new0 (CertifyJob, 1);

  job->store = br_store_ref (br_tag_service_get_store (self));
  job->now_us = br_clock_now_us (br_store_get_clock (job->store));
  job->at_us = what->at_us != 0 ? what->at_us : job->now_us;
  job->person = g_strdup (what->person);
  job->file = g_object_ref (what->file);
  br_tag_task_work (br_tag_task_new (self, job, free_job, cancellable, callback, user_data), br_tag_service_get_desk (self), certify_work);
}
