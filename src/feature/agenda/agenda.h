/* What a member comes to, outside of these pages: an event as a file for a calendar, a private address that a calendar asks by itself, and
 * reminders. Entries are neutral unless their owner wants names in them; where something is comes from event_place alone. */
#ifndef AGENDA_H
#define AGENDA_H

#include "event/event.h"

enum { AGENDA_EVENTS = 500 /* in a feed, at most */ };

/* /events/:id/calendar: one event for the reader's calendar. "?titles=yes": with its name and place; "?of=series": all of its dates. */
handler agenda_event;
/* /calendar/:token: the feed, for whoever has its address; without any cookie. A token that isn't one, or isn't one any more, is a page
 * that doesn't exist. */
handler agenda_feed;
/* /calendar: making that address and ending it. Making one answers in place: the address is readable this once. */
handler agenda_page, agenda_make, agenda_end;
extern const struct field agenda_form[];

/* Jobs: "agenda.remind" looks every minute which events come near; "agenda.tell" tells those who come to one of them. */
extern const struct feature agenda_feature;

#endif
