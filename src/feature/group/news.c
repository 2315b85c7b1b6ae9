/* News of the groups one belongs to, and of what one is told: the dots that say "there is something new", while a page is open. */
#include "circle/circle.h"
#include "group/group.h"
#include "notification/notification.h"

const struct live_source group_news = { .name = "news" };

enum status group_news_channels(struct request *request, struct live_channel *channels, size_t most, size_t *count)
{
    struct groups mine;
    bool quiet;
    *count = 0;
    TRY(circle_is_quiet(request, &quiet));
    if (quiet)
        return OK; /* a stream ends after some minutes and is asked for anew: it begins and ends with the hours, nearly */
    int64_t apart;
    TRY(block_reader(request, &apart));
    channels[(*count)++] = (struct live_channel){ &notification_live, request->reader };
    for (size_t i = 0; i < request->own_names_count && *count < most; i++)
        if (request->own_names[i].id != request->reader)
            channels[(*count)++] = (struct live_channel){ &notification_live, request->own_names[i].id };
    TRY(group_mine(request, &mine));
    for (size_t i = 0; i < mine.count && *count + 2 <= most; i++) {
        if (mine.items[i].quiet)
            continue;
        channels[(*count)++] = (struct live_channel){ &group_news, mine.items[i].id };
        if (!apart)
            channels[(*count)++] = (struct live_channel){ &group_news, block_channel(mine.items[i].id) };
    }
    return OK;
}

enum status group_news_stream(struct request *request)
{
    struct live_channel also[STREAM_ALSO];
    size_t count;
    TRY(group_news_channels(request, also, STREAM_ALSO, &count));
    return stream_open(request, &(struct stream_wish){ .also = also, .also_count = count });
}
