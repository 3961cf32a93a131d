/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feeds the keys of a window to a BrScanner. Held keys are kept as the events they were and put back into the display's
 * queue when they turn out to be typing, so that input methods, shortcuts and entries see exactly what they would have
 * seen. While such events are on their way, later keys queue up behind them: the order never changes.
 *
 * Whether keys are a scan is told by the times in their events. The clock only says how long to wait for the next one: the
 * interval, and some more for its way here. Time is called below the priority of events and frames, so every key that has
 * arrived, even during a long frame, is looked at first.
 */
#include "config.h"

#include "br-scan-controller.h"

#include "br-scanner.h"
#include <adwaita.h>

#define TIMEOUT_PRIORITY (GDK_PRIORITY_REDRAW + 10)
#define TYPING_SLACK_MS 15 /* beyond the interval: a key's way here; short, as a person waits for each letter */
#define IDLE_SLACK_MS 100  /* the same where no text is edited */

struct _BrScanController
{
  GObject parent_instance;

  GtkWindow *window; /* weak */
  GSettings *settings;
  gboolean active;
  BrScanner scanner;
  GQueue held;       /* of GdkEvent: what the scanner holds */
  GQueue replayed;   /* of GdkEvent: put back, not seen again yet */
  GdkEvent *latest;  /* owned: the last one looked at, or NULL */
  guint down_code;   /* hardware key pressed and not released; 0 = none */
  guint timeout_id;
};

enum
{
  SIGNAL_SCANNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrScanController, br_scan_controller, G_TYPE_OBJECT)

static void
clear_events (GQueue *events)
{
  g_queue_clear_full (events, (GDestroyNotify) gdk_event_unref);
}

static void
replay (BrScanController *self, GdkEvent *event)
{
  g_queue_push_tail (&self->replayed, gdk_event_ref (event));
  /* Deprecated as "only useful in very special situations": this is one, and nothing else keeps input methods right. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gdk_display_put_event (gdk_event_get_display (event), event);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

static void
flush_held (BrScanController *self)
{
  GdkEvent *event;

  while ((event = g_queue_pop_head (&self->held)) != NULL)
    {
      replay (self, event);
      gdk_event_unref (event);
    }
}

static gboolean
timeout_cb (gpointer user_data)
{
  BrScanController *self = user_data;

  self->timeout_id = 0;
  if (br_scanner_timeout (&self->scanner) & BR_SCAN_FLUSH)
    flush_held (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_editing (BrScanController *self)
{
  GtkWidget *focus = self->window != NULL ? gtk_window_get_focus (self->window) : NULL;

  return GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus);
}

static void
restart_timeout (BrScanController *self)
{
  guint slack_ms = is_editing (self) ? TYPING_SLACK_MS : IDLE_SLACK_MS;

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->scanner.n_held > 0)
    self->timeout_id = g_timeout_add_full (TIMEOUT_PRIORITY, self->scanner.max_interval_ms + slack_ms, timeout_cb, self, NULL);
}

static BrScanKey
classify (BrScanController *self, guint keyval, guint keycode, GdkModifierType state, gunichar *character)
{
  const GdkModifierType commands = GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK;

  *character = 0;
  if ((state & commands) != 0 || keycode == self->down_code)
    return BR_SCAN_KEY_OTHER;
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter || keyval == GDK_KEY_Tab)
    return BR_SCAN_KEY_END;
  *character = gdk_keyval_to_unicode (keyval);
  return *character != 0 && g_unichar_isprint (*character) ? BR_SCAN_KEY_TEXT : BR_SCAN_KEY_OTHER;
}

/* Some virtual keyboards give no time; then it is now. */
static guint32
get_time_ms (GdkEvent *event)
{
  guint32 time_ms = gdk_event_get_time (event);

  return time_ms != GDK_CURRENT_TIME ? time_ms : (guint32) (g_get_monotonic_time () / 1000);
}

/* Whether `event` was put back. Those before it went elsewhere: to a dialog's own window, say. */
static gboolean
take_replayed (BrScanController *self, GdkEvent *event)
{
  gboolean found = g_queue_find (&self->replayed, event) != NULL;

  while (found)
    {
      g_autoptr (GdkEvent) first = g_queue_pop_head (&self->replayed);

      if (first == event)
        break;
    }
  return found;
}

/* Whether nothing was decided about `event` yet. One that is let through may come by twice: at the window and at its dialog. */
static gboolean
is_new (BrScanController *self, GdkEvent *event)
{
  gboolean known = take_replayed (self, event) || event == self->latest;

  gdk_event_ref (event);
  g_clear_pointer (&self->latest, gdk_event_unref);
  self->latest = event;
  return !known;
}

static gboolean
pass (BrScanController *self, GdkEvent *event)
{
  if (g_queue_is_empty (&self->replayed))
    return GDK_EVENT_PROPAGATE;
  replay (self, event);
  return GDK_EVENT_STOP;
}

static gboolean
carry_out (BrScanController *self, BrScanVerdict verdict, GdkEvent *event, const char *code)
{
  if (verdict & BR_SCAN_FLUSH)
    flush_held (self);
  if (verdict & BR_SCAN_CODE)
    {
      clear_events (&self->held);
      g_signal_emit (self, signals[SIGNAL_SCANNED], 0, code);
      return GDK_EVENT_STOP;
    }
  if (verdict & BR_SCAN_DROP)
    return GDK_EVENT_STOP;
  if (verdict & BR_SCAN_HOLD)
    {
      g_queue_push_tail (&self->held, gdk_event_ref (event));
      return GDK_EVENT_STOP;
    }
  return pass (self, event);
}

static gboolean
pressed_cb (BrScanController *self, guint keyval, guint keycode, GdkModifierType state, GtkEventControllerKey *controller)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  g_autoptr (BrScanController) alive = g_object_ref (self);
  g_autofree char *code = NULL;
  BrScanVerdict verdict;
  gunichar character;
  BrScanKey key;
  gboolean stop;

  if (event == NULL || gdk_key_event_is_modifier (event) || !is_new (self, event))
    return GDK_EVENT_PROPAGATE;
  if (!self->active)
    return pass (self, event);
  key = classify (self, keyval, keycode, state, &character);
  self->down_code = keycode;
  verdict = br_scanner_key (&self->scanner, key, character, get_time_ms (event), &code);
  stop = carry_out (self, verdict, event, code);
  restart_timeout (self);
  return stop;
}

static void
released_cb (BrScanController *self, guint keyval, guint keycode, GdkModifierType state, GtkEventControllerKey *controller)
{
  if (keycode == self->down_code)
    self->down_code = 0;
}

static void
listen (BrScanController *self, GtkWidget *widget)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  g_object_set_data (G_OBJECT (widget), "br-scan-keys", keys);
  gtk_widget_add_controller (widget, keys);
}

/* Dialogs and popovers keep keys to themselves: one that gets the focus is listened to as well. */
static void
focus_changed_cb (BrScanController *self)
{
  for (GtkWidget *widget = gtk_window_get_focus (self->window); widget != NULL; widget = gtk_widget_get_parent (widget))
    if ((ADW_IS_DIALOG (widget) || GTK_IS_POPOVER (widget)) && g_object_get_data (G_OBJECT (widget), "br-scan-keys") == NULL)
      listen (self, widget);
}

static void
settings_changed_cb (BrScanController *self, const char *key)
{
  self->scanner.min_length = (guint) g_settings_get_int (self->settings, "scanner-min-length");
  self->scanner.max_interval_ms = (guint) g_settings_get_int (self->settings, "scanner-max-interval");
}

static void
br_scan_controller_dispose (GObject *object)
{
  BrScanController *self = BR_SCAN_CONTROLLER (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  clear_events (&self->held);
  clear_events (&self->replayed);
  g_clear_pointer (&self->latest, gdk_event_unref);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (br_scan_controller_parent_class)->dispose (object);
}

static void
br_scan_controller_finalize (GObject *object)
{
  br_scanner_clear (&BR_SCAN_CONTROLLER (object)->scanner);
  G_OBJECT_CLASS (br_scan_controller_parent_class)->finalize (object);
}

static void
br_scan_controller_class_init (BrScanControllerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = br_scan_controller_dispose;
  object_class->finalize = br_scan_controller_finalize;
  signals[SIGNAL_SCANNED] = g_signal_new ("scanned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
br_scan_controller_init (BrScanController *self)
{
  br_scanner_init (&self->scanner, 4, 35);
  g_queue_init (&self->held);
  g_queue_init (&self->replayed);
}

BrScanController *
br_scan_controller_new (GtkWindow *window, GSettings *settings)
{
  BrScanController *self = g_object_new (BR_TYPE_SCAN_CONTROLLER, NULL);

  g_set_weak_pointer (&self->window, window);
  self->settings = g_object_ref (settings);
  listen (self, GTK_WIDGET (window));
  g_signal_connect_object (window, "notify::focus-widget", G_CALLBACK (focus_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed", G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
  settings_changed_cb (self, NULL);
  return self;
}

void
br_scan_controller_set_active (BrScanController *self, gboolean active)
{
  g_return_if_fail (BR_IS_SCAN_CONTROLLER (self));

  if (self->active == active)
    return;
  self->active = active;
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (br_scanner_timeout (&self->scanner) & BR_SCAN_FLUSH)
    flush_held (self);
}
