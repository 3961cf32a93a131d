/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The input is a file in memory, so that there is nothing to write while reading, and no broken pipe. */
#include "config.h"

#include "br-program.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "br-error.h"

#define MAX_STDERR 4096 /* bytes logged */
#define REAP_MS 5 /* between two looks whether it ended */

/** Run: one under way. */
typedef struct
{
  GPid pid;
  int out, err;   /* its ends for reading, -1 = it closed them */
  GByteArray *output, *complaint;
  const BrProgramLimits *limits;
  gint64 end_us;
  gboolean too_long, late, stopped;
} Run;

static void
child_setup (gpointer data)
{
  setpgid (0, 0);
}

static int
open_input (GBytes *input)
{
  int fd = memfd_create ("backroom-input", MFD_CLOEXEC);
  gsize size;
  const char *bytes = g_bytes_get_data (input, &size);

  for (gsize at = 0; fd >= 0 && at < size;)
    {
      ssize_t n = write (fd, bytes + at, size - at);

      if (n < 0 && errno != EINTR)
        g_clear_fd (&fd, NULL);
      at += n > 0 ? (gsize) n : 0;
    }
  if (fd >= 0)
    lseek (fd, 0, SEEK_SET);
  return fd;
}

/* Takes what is there; FALSE at its end. */
static gboolean
take (int fd, GByteArray *into, gsize room)
{
  guint8 bytes[16384];
  ssize_t n = read (fd, bytes, sizeof bytes);

  if (n < 0)
    return errno == EINTR || errno == EAGAIN;
  g_byte_array_append (into, bytes, (guint) MIN ((gsize) n, room - MIN (room, into->len)));
  return n > 0;
}

static gboolean
is_to_be_killed (const Run *run)
{
  return run->too_long || run->late || run->stopped;
}

static void
read_all (Run *run)
{
  while ((run->out >= 0 || run->err >= 0) && !is_to_be_killed (run))
    {
      struct pollfd fds[3] = { { .fd = run->out, .events = POLLIN }, { .fd = run->err, .events = POLLIN }, { .fd = run->limits->stop_fd, .events = POLLIN } };
      gint64 left_us = run->end_us - g_get_monotonic_time ();

      run->late = left_us <= 0;
      if (run->late || poll (fds, G_N_ELEMENTS (fds), (int) (left_us / 1000) + 1) <= 0)
        continue;
      if (fds[0].revents != 0 && !take (run->out, run->output, run->limits->max_bytes + 1))
        g_clear_fd (&run->out, NULL);
      if (fds[1].revents != 0 && !take (run->err, run->complaint, MAX_STDERR))
        g_clear_fd (&run->err, NULL);
      run->too_long = run->output->len > run->limits->max_bytes;
      run->stopped = fds[2].revents != 0;
    }
}

/* Its exit status; whatever it started is ended with it. It is collected last: until then its number is nobody else's. */
static int
reap (Run *run)
{
  struct pollfd stop = { .fd = run->limits->stop_fd, .events = POLLIN };
  siginfo_t info = { 0 };
  int status = 0;

  while (!is_to_be_killed (run) && waitid (P_PID, (id_t) run->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0)
    {
      run->stopped = poll (&stop, 1, REAP_MS) > 0;
      run->late = g_get_monotonic_time () >= run->end_us;
    }
  kill (-run->pid, SIGKILL);
  while (waitpid (run->pid, &status, 0) < 0 && errno == EINTR)
    ;
  return status;
}

static GBytes *
judge (Run *run, const char *path, int status, GError **error)
{
  g_autofree char *complaint = run->complaint->len > 0 ? g_utf8_make_valid ((const char *) run->complaint->data, run->complaint->len) : NULL;
  gboolean is_good = WIFEXITED (status) && WEXITSTATUS (status) == 0;

  if (complaint != NULL)
    g_debug ("%s: %s", path, complaint);
  if (is_to_be_killed (run))
    g_set_error (error, BR_ERROR, BR_ERROR_IO, "%s was ended: it %s", path, run->stopped ? "is not waited for" : run->late ? "took too long" : "said too much");
  else if (!is_good && run->output->len == 0)
    g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "%s ended badly (%d) and said nothing", path, status);
  else if (!is_good)
    g_set_error (error, BR_ERROR, BR_ERROR_IO, "%s ended badly (%d)", path, status);
  else
    return g_bytes_new (run->output->data, run->output->len);
  return NULL;
}

GBytes *
br_program_run (const char *path, GBytes *input, const BrProgramLimits *limits, GError **error)
{
  const char *const argv[] = { path, NULL };
  g_autoptr (GByteArray) output = g_byte_array_new (), complaint = g_byte_array_new ();
  Run run = { .out = -1,
              .err = -1,
              .output = output,
              .complaint = complaint,
              .limits = limits,
              .end_us = g_get_monotonic_time () + limits->timeout_ms * G_GINT64_CONSTANT (1000) };
  g_autofd int in = open_input (input);
  int out[2] = { -1, -1 }, err[2] = { -1, -1 };
  g_autoptr (GError) local = NULL;
  GBytes *answer = NULL;
  gboolean is_ready = in >= 0 && g_unix_open_pipe (out, O_CLOEXEC, &local) && g_unix_open_pipe (err, O_CLOEXEC, &local);

  if (is_ready && g_spawn_async_with_fds (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, child_setup, NULL, &run.pid, in, out[1], err[1], &local))
    {
      g_clear_fd (&out[1], NULL);
      g_clear_fd (&err[1], NULL);
      run.out = out[0];
      run.err = err[0];
      setpgid (run.pid, run.pid); /* by whoever comes first */
      read_all (&run);
      answer = judge (&run, path, reap (&run), error);
      out[0] = run.out;
      err[0] = run.err;
    }
  else
    g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "%s cannot be started: %s", path, local != NULL ? local->message : g_strerror (errno));
  for (guint i = 0; i < 2; i++)
    {
      g_clear_fd (&out[i], NULL);
      g_clear_fd (&err[i], NULL);
    }
  return answer;
}
