/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A print service for tests, made of libsoup, that speaks IPP by libcups' own reader and writer. It answers from the main loop. */
#pragma once

#include <cups/cups.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/** IppService: what it answers, and what it got. It has queues "office-0" (idle) and, of the others asked for, stopped ones. */
typedef struct
{
  SoupServer *server;
  char *address;          /* "127.0.0.1:port" */
  ipp_status_t status;    /* of the next answer */
  gboolean garbage;       /* answers something else than IPP */
  gboolean numbered;      /* Print-Job answers with a job-id */
  guint n_queues;
  char *path;             /* of the last request */
  ipp_t *request;
  GBytes *document;       /* what came after it */
} IppService;

/** ipp_service_init: listens on 127.0.0.1. */
void ipp_service_init  (IppService *self);
void ipp_service_clear (IppService *self);

G_END_DECLS
